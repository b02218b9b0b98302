#import "{{class}}.h"
{{#used}}
#import "{{usedClass}}.h"
{{/used}}

{{#properties}}
{{#values}}
NSString *const {{constant}} = {{value}};
{{/values}}
{{/properties}}

@implementation {{class}}

+ (NSDictionary *)JSONKeyPathsByPropertyKey {
    return @{
{{#properties}}
        @"{{property}}": {{name}},
{{/properties}}
    };
}
{{#properties}}
{{#isModel}}

+ (NSValueTransformer *){{property}}JSONTransformer {
    return [NSValueTransformer awsmtl_JSONDictionaryTransformerWithModelClass:[{{modelClass}} class]];
}
{{/isModel}}
{{#isList}}

+ (NSValueTransformer *){{property}}JSONTransformer {
    return [NSValueTransformer awsmtl_JSONArrayTransformerWithModelClass:[{{modelClass}} class]];
}
{{/isList}}
{{/properties}}

@end
