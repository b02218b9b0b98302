#import "CALCInput.h"


@implementation CALCInput

+ (NSDictionary *)JSONKeyPathsByPropertyKey {
    return @{
        @"a": @"a",
        @"b": @"b",
        @"op": @"op",
    };
}

@end
