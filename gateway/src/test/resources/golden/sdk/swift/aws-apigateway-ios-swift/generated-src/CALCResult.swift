import Foundation
import AWSCore

/// A model of SimpleCalc.
@objcMembers
public class CALCResult: AWSModel {

    /// c
    public var c: NSNumber?

    /// count
    public var count: NSNumber?

    /// exact
    public var exact: NSNumber?

    /// class
    public var _class: String?

    /// input
    public var input: CALCInput?

    /// steps
    public var steps: [CALCInput]?

    /// tags
    public var tags: [String]?

    /// other
    public var other: Any?

    public override static func jsonKeyPathsByPropertyKey() -> [AnyHashable: Any]! {
        return [
            "c": "c",
            "count": "count",
            "exact": "exact",
            "_class": "class",
            "input": "input",
            "steps": "steps",
            "tags": "tags",
            "other": "other",
        ]
    }

    class func inputJSONTransformer() -> ValueTransformer {
        return ValueTransformer.awsmtl_JSONDictionaryTransformer(withModelClass: CALCInput.self)
    }

    class func stepsJSONTransformer() -> ValueTransformer {
        return ValueTransformer.awsmtl_JSONArrayTransformer(withModelClass: CALCInput.self)
    }
}
