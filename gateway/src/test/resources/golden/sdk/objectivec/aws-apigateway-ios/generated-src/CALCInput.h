#import <Foundation/Foundation.h>
#import <AWSCore/AWSCore.h>


NS_ASSUME_NONNULL_BEGIN


/** A model of SimpleCalc. */
@interface CALCInput : AWSModel

@property (nonatomic, strong, nullable) NSNumber *a;
@property (nonatomic, strong, nullable) NSNumber *b;
@property (nonatomic, strong, nullable) NSString *op;

@end

NS_ASSUME_NONNULL_END
