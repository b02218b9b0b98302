#import "CALCResult.h"
#import "CALCInput.h"


@implementation CALCResult

+ (NSDictionary *)JSONKeyPathsByPropertyKey {
    return @{
        @"c": @"c",
        @"count": @"count",
        @"exact": @"exact",
        @"_class": @"class",
        @"input": @"input",
        @"steps": @"steps",
        @"tags": @"tags",
        @"other": @"other",
    };
}

+ (NSValueTransformer *)inputJSONTransformer {
    return [NSValueTransformer awsmtl_JSONDictionaryTransformerWithModelClass:[CALCInput class]];
}

+ (NSValueTransformer *)stepsJSONTransformer {
    return [NSValueTransformer awsmtl_JSONArrayTransformerWithModelClass:[CALCInput class]];
}

@end
