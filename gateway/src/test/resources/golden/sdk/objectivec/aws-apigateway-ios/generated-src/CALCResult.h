#import <Foundation/Foundation.h>
#import <AWSCore/AWSCore.h>

@class CALCInput;

NS_ASSUME_NONNULL_BEGIN


/** A model of SimpleCalc. */
@interface CALCResult : AWSModel

@property (nonatomic, strong, nullable) NSNumber *c;
@property (nonatomic, strong, nullable) NSNumber *count;
@property (nonatomic, strong, nullable) NSNumber *exact;
@property (nonatomic, strong, nullable) NSString *_class;
@property (nonatomic, strong, nullable) CALCInput *input;
@property (nonatomic, strong, nullable) NSArray<CALCInput *> *steps;
@property (nonatomic, strong, nullable) NSArray<NSString *> *tags;
@property (nonatomic, strong, nullable) id other;

@end

NS_ASSUME_NONNULL_END
