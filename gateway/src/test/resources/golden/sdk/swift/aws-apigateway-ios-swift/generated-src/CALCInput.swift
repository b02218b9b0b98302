import Foundation
import AWSCore

/// A model of SimpleCalc.
@objcMembers
public class CALCInput: AWSModel {

    /// a
    public var a: NSNumber?

    /// b
    public var b: NSNumber?

    /// op
    public var op: String?

    public override static func jsonKeyPathsByPropertyKey() -> [AnyHashable: Any]! {
        return [
            "a": "a",
            "b": "b",
            "op": "op",
        ]
    }
}
