import Foundation
import AWSCore

/// A model of SimpleCalc.
@objcMembers
public class CALCProblem: AWSModel {

    /// why
    public var why: String?

    public override static func jsonKeyPathsByPropertyKey() -> [AnyHashable: Any]! {
        return [
            "why": "why",
        ]
    }
}
