#import <Foundation/Foundation.h>
#import <AWSCore/AWSCore.h>


NS_ASSUME_NONNULL_BEGIN


/** A model of SimpleCalc. */
@interface CALCProblem : AWSModel

@property (nonatomic, strong, nullable) NSString *why;

@end

NS_ASSUME_NONNULL_END
