import Foundation
import AWSCore

/// A model of {{name}}.
@objcMembers
public class {{class}}: AWSModel {
{{#properties}}
{{#values}}

    /// A value of {{plain}}.
    public static let {{constant}} = {{value}}
{{/values}}
{{/properties}}
{{#properties}}

    /// {{plain}}
    public var {{property}}: {{type}}?
{{/properties}}

    public override static func jsonKeyPathsByPropertyKey() -> [AnyHashable: Any]! {
        return [
{{#properties}}
            {{key}}: {{name}},
{{/properties}}
{{^properties}}
            :
{{/properties}}
        ]
    }
{{#properties}}
{{#isModel}}

    class func {{transformer}}() -> ValueTransformer {
        return ValueTransformer.awsmtl_JSONDictionaryTransformer(withModelClass: {{modelClass}}.self)
    }
{{/isModel}}
{{#isList}}

    class func {{transformer}}() -> ValueTransformer {
        return ValueTransformer.awsmtl_JSONArrayTransformer(withModelClass: {{modelClass}}.self)
    }
{{/isList}}
{{/properties}}
}
