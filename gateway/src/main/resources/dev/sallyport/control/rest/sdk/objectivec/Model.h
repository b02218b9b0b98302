#import <Foundation/Foundation.h>
#import <AWSCore/AWSCore.h>

{{#used}}
@class {{usedClass}};
{{/used}}

NS_ASSUME_NONNULL_BEGIN

{{#properties}}
{{#values}}
/** A value of {{plain}}. */
FOUNDATION_EXPORT NSString *const {{constant}};
{{/values}}
{{/properties}}

/** A model of {{name}}. */
@interface {{class}} : AWSModel

{{#properties}}
@property (nonatomic, strong, nullable) {{type}}{{property}};
{{/properties}}

@end

NS_ASSUME_NONNULL_END
