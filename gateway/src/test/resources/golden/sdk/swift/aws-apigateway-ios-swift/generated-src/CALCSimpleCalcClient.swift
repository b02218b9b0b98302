import Foundation
import AWSCore
import AWSAPIGateway

/// The client of SimpleCalc. A status of 400 and above is an error of `AWSAPIGatewayErrorDomain` with the answer in its
/// `userInfo`: `AWSAPIGatewayErrorHTTPBodyKey` and `AWSAPIGatewayErrorHTTPHeaderFieldsKey`.
public class CALCSimpleCalcClient: AWSAPIGatewayClient {

    static let AWSInfoClientKey = "CALCSimpleCalcClient"

    private static let serviceClients = AWSSynchronizedMutableDictionary()

    private static let defaultClient: CALCSimpleCalcClient = {
        let configuration: AWSServiceConfiguration?
        if let info = AWSInfo.default().defaultServiceInfo(AWSInfoClientKey) {
            configuration = AWSServiceConfiguration(
                region: info.region, credentialsProvider: info.cognitoCredentialsProvider)
        } else if AWSServiceManager.default().defaultServiceConfiguration != nil {
            configuration = AWSServiceManager.default().defaultServiceConfiguration
        } else {
            configuration = AWSServiceConfiguration(region: .Unknown, credentialsProvider: nil)
        }
        return CALCSimpleCalcClient(configuration: configuration!)
    }()

    /// The client with the configuration that the app's Info.plist has for CALCSimpleCalcClient, else with that of
    /// `AWSServiceManager`. With a provider of credentials in it every request is signed.
    public class func `default`() -> CALCSimpleCalcClient {
        return defaultClient
    }

    /// Makes a client with a configuration of its own and keeps it under a key.
    public class func registerClient(withConfiguration configuration: AWSServiceConfiguration, forKey key: String) {
        serviceClients.setObject(CALCSimpleCalcClient(configuration: configuration), forKey: key as NSString)
    }

    /// The client that was registered for a key, or that Info.plist configures for it.
    public class func client(forKey key: String) -> CALCSimpleCalcClient {
        objc_sync_enter(self)
        defer { objc_sync_exit(self) }
        if let client = serviceClients.object(forKey: key) as? CALCSimpleCalcClient {
            return client
        }
        if let info = AWSInfo.default().serviceInfo(AWSInfoClientKey, forKey: key) {
            let configuration = AWSServiceConfiguration(
                region: info.region, credentialsProvider: info.cognitoCredentialsProvider)
            registerClient(withConfiguration: configuration!, forKey: key)
        }
        return serviceClients.object(forKey: key) as! CALCSimpleCalcClient
    }

    /// Forgets the client of a key; it must not be in use.
    public class func removeClient(forKey key: String) {
        serviceClients.remove(key)
    }

    init(configuration: AWSServiceConfiguration) {
        super.init()
        let own = configuration.copy() as! AWSServiceConfiguration
        let endpoint: AWSEndpoint = AWSEndpoint(
            region: configuration.regionType, service: .APIGateway, url: URL(string: "http://localhost:4566/_aws/execute-api/abc123/v1"))
        let signer: AWSSignatureV4Signer = AWSSignatureV4Signer(
            credentialsProvider: configuration.credentialsProvider, endpoint: endpoint)
        own.baseURL = endpoint.url
        own.requestInterceptors = [AWSNetworkingRequestInterceptor(), signer]
        // The library shows both as read-only.
        own.setValue(endpoint, forKey: "endpoint")
        setValue(own, forKey: "configuration")
    }

    /// GET /
    public func rootGet(xOp: String?, a: String, b: String?) -> AWSTask<CALCResult> {
        var headerParameters: [String: Any] = [
            "Content-Type": "application/json",
            "Accept": "application/json",
        ]
        var queryParameters: [String: Any] = [:]
        let pathParameters: [String: Any] = [:]
        headerParameters["X-Op"] = xOp
        queryParameters["a"] = a
        queryParameters["b"] = b
        return self.invokeHTTPRequest(
            "GET", urlString: "/", pathParameters: pathParameters,
            queryParameters: queryParameters, headerParameters: headerParameters,
            body: nil, responseClass: CALCResult.self) as! AWSTask<CALCResult>
    }

    /// POST /
    public func rootPost(body: CALCInput) -> AWSTask<CALCResult> {
        let headerParameters: [String: Any] = [
            "Content-Type": "application/json",
            "Accept": "application/json",
        ]
        let queryParameters: [String: Any] = [:]
        let pathParameters: [String: Any] = [:]
        return self.invokeHTTPRequest(
            "POST", urlString: "/", pathParameters: pathParameters,
            queryParameters: queryParameters, headerParameters: headerParameters,
            body: body, responseClass: CALCResult.self) as! AWSTask<CALCResult>
    }

    /// GET /{a}/{b}/{op+}
    public func aBOpGet(a: String, b: String, op: String) -> AWSTask<NSArray> {
        let headerParameters: [String: Any] = [
            "Content-Type": "application/json",
            "Accept": "application/json",
        ]
        let queryParameters: [String: Any] = [:]
        var pathParameters: [String: Any] = [:]
        pathParameters["a"] = a
        pathParameters["b"] = b
        pathParameters["op"] = op
        return self.invokeHTTPRequest(
            "GET", urlString: "/{a}/{b}/{op}", pathParameters: pathParameters,
            queryParameters: queryParameters, headerParameters: headerParameters,
            body: nil, responseClass: nil) as! AWSTask<NSArray>
    }
}
