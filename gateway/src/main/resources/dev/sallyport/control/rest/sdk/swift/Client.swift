import Foundation
import AWSCore
import AWSAPIGateway

/// The client of {{name}}. A status of 400 and above is an error of `AWSAPIGatewayErrorDomain` with the answer in its
/// `userInfo`: `AWSAPIGatewayErrorHTTPBodyKey` and `AWSAPIGatewayErrorHTTPHeaderFieldsKey`.
public class {{client}}: AWSAPIGatewayClient {

    static let AWSInfoClientKey = "{{client}}"

    private static let serviceClients = AWSSynchronizedMutableDictionary()

    private static let defaultClient: {{client}} = {
        let configuration: AWSServiceConfiguration?
        if let info = AWSInfo.default().defaultServiceInfo(AWSInfoClientKey) {
            configuration = AWSServiceConfiguration(
                region: info.region, credentialsProvider: info.cognitoCredentialsProvider)
        } else if AWSServiceManager.default().defaultServiceConfiguration != nil {
            configuration = AWSServiceManager.default().defaultServiceConfiguration
        } else {
            configuration = AWSServiceConfiguration(region: .Unknown, credentialsProvider: nil)
        }
        return {{client}}(configuration: configuration!)
    }()

    /// The client with the configuration that the app's Info.plist has for {{client}}, else with that of
    /// `AWSServiceManager`. With a provider of credentials in it every request is signed.
    public class func `default`() -> {{client}} {
        return defaultClient
    }

    /// Makes a client with a configuration of its own and keeps it under a key.
    public class func registerClient(withConfiguration configuration: AWSServiceConfiguration, forKey key: String) {
        serviceClients.setObject({{client}}(configuration: configuration), forKey: key as NSString)
    }

    /// The client that was registered for a key, or that Info.plist configures for it.
    public class func client(forKey key: String) -> {{client}} {
        objc_sync_enter(self)
        defer { objc_sync_exit(self) }
        if let client = serviceClients.object(forKey: key) as? {{client}} {
            return client
        }
        if let info = AWSInfo.default().serviceInfo(AWSInfoClientKey, forKey: key) {
            let configuration = AWSServiceConfiguration(
                region: info.region, credentialsProvider: info.cognitoCredentialsProvider)
            registerClient(withConfiguration: configuration!, forKey: key)
        }
        return serviceClients.object(forKey: key) as! {{client}}
    }

    /// Forgets the client of a key; it must not be in use.
    public class func removeClient(forKey key: String) {
        serviceClients.remove(key)
    }

    init(configuration: AWSServiceConfiguration) {
        super.init()
        let own = configuration.copy() as! AWSServiceConfiguration
        let endpoint: AWSEndpoint = AWSEndpoint(
            region: configuration.regionType, service: .APIGateway, url: URL(string: {{endpoint}}))
        let signer: AWSSignatureV4Signer = AWSSignatureV4Signer(
            credentialsProvider: configuration.credentialsProvider, endpoint: endpoint)
        own.baseURL = endpoint.url
        own.requestInterceptors = [AWSNetworkingRequestInterceptor(), signer]
        // The library shows both as read-only.
        own.setValue(endpoint, forKey: "endpoint")
        setValue(own, forKey: "configuration")
    }
{{#methods}}

    /// {{title}}
    public func {{function}}({{signature}}) -> AWSTask<{{result}}> {
        {{HEADER}} headerParameters: [String: Any] = [
            "Content-Type": "application/json",
            "Accept": "application/json",
        ]
        {{QUERY}} queryParameters: [String: Any] = [:]
        {{PATH}} pathParameters: [String: Any] = [:]
{{#placed}}
        {{dictionary}}[{{name}}] = {{variable}}
{{/placed}}
        return self.invokeHTTPRequest(
            {{verb}}, urlString: {{path}}, pathParameters: pathParameters,
            queryParameters: queryParameters, headerParameters: headerParameters,
            body: {{body}}, responseClass: {{responseClass}}){{cast}}
    }
{{/methods}}
}
