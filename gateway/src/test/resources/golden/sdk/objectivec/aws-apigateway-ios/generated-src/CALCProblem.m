#import "CALCProblem.h"


@implementation CALCProblem

+ (NSDictionary *)JSONKeyPathsByPropertyKey {
    return @{
        @"why": @"why",
    };
}

@end
