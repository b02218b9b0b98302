#import "{{client}}.h"
#import <AWSCore/AWSCore.h>
#import <AWSCore/AWSSignature.h>
#import <AWSCore/AWSSynchronizedMutableDictionary.h>

@interface AWSAPIGatewayClient ()

- (AWSTask *)invokeHTTPRequest:(NSString *)HTTPMethod
                     URLString:(NSString *)URLString
                pathParameters:(NSDictionary *)pathParameters
               queryParameters:(NSDictionary *)queryParameters
              headerParameters:(NSDictionary *)headerParameters
                          body:(id)body
                 responseClass:(Class)responseClass;

@end

@interface {{client}} ()

@property (nonatomic, strong) AWSServiceConfiguration *configuration;

@end

@interface AWSServiceConfiguration ()

@property (nonatomic, strong) AWSEndpoint *endpoint;

@end

static NSString *const AWSInfoClientKey = @"{{client}}";

@implementation {{client}}

@synthesize configuration = _configuration;

+ (AWSSynchronizedMutableDictionary *)serviceClients {
    static AWSSynchronizedMutableDictionary *clients = nil;
    static dispatch_once_t once;
    dispatch_once(&once, ^{
        clients = [AWSSynchronizedMutableDictionary new];
    });
    return clients;
}

+ (AWSServiceConfiguration *)configurationOfInfo:(AWSServiceInfo *)info {
    return [[AWSServiceConfiguration alloc] initWithRegion:info.region
                                       credentialsProvider:info.cognitoCredentialsProvider];
}

+ (instancetype)defaultClient {
    static {{client}} *client = nil;
    static dispatch_once_t once;
    dispatch_once(&once, ^{
        AWSServiceInfo *info = [[AWSInfo defaultAWSInfo] defaultServiceInfo:AWSInfoClientKey];
        AWSServiceConfiguration *configuration = [AWSServiceManager defaultServiceManager].defaultServiceConfiguration;
        if (info) {
            configuration = [self configurationOfInfo:info];
        } else if (!configuration) {
            configuration = [[AWSServiceConfiguration alloc] initWithRegion:AWSRegionUnknown credentialsProvider:nil];
        }
        client = [[{{client}} alloc] initWithConfiguration:configuration];
    });
    return client;
}

+ (void)registerClientWithConfiguration:(AWSServiceConfiguration *)configuration forKey:(NSString *)key {
    [[self serviceClients] setObject:[[{{client}} alloc] initWithConfiguration:configuration] forKey:key];
}

+ (instancetype)clientForKey:(NSString *)key {
    @synchronized(self) {
        {{client}} *client = [[self serviceClients] objectForKey:key];
        if (!client) {
            AWSServiceInfo *info = [[AWSInfo defaultAWSInfo] serviceInfo:AWSInfoClientKey forKey:key];
            if (info) {
                [self registerClientWithConfiguration:[self configurationOfInfo:info] forKey:key];
                client = [[self serviceClients] objectForKey:key];
            }
        }
        return client;
    }
}

+ (void)removeClientForKey:(NSString *)key {
    [[self serviceClients] removeObjectForKey:key];
}

- (instancetype)init {
    @throw [NSException exceptionWithName:NSInternalInconsistencyException
                                   reason:@"clients come from +defaultClient and +clientForKey:"
                                 userInfo:nil];
}

- (instancetype)initWithConfiguration:(AWSServiceConfiguration *)configuration {
    if (self = [super init]) {
        _configuration = [configuration copy];
        _configuration.endpoint = [[AWSEndpoint alloc] initWithRegion:_configuration.regionType
                                                              service:AWSServiceAPIGateway
                                                                  URL:[NSURL URLWithString:{{endpoint}}]];
        AWSSignatureV4Signer *signer =
            [[AWSSignatureV4Signer alloc] initWithCredentialsProvider:_configuration.credentialsProvider
                                                             endpoint:_configuration.endpoint];
        _configuration.baseURL = _configuration.endpoint.URL;
        _configuration.requestInterceptors = @[[AWSNetworkingRequestInterceptor new], signer];
    }
    return self;
}
{{#methods}}

- (AWSTask *){{signature}} {
    NSMutableDictionary *headerParameters = [NSMutableDictionary dictionary];
    headerParameters[@"Content-Type"] = @"application/json";
    headerParameters[@"Accept"] = @"application/json";
    NSMutableDictionary *queryParameters = [NSMutableDictionary dictionary];
    NSMutableDictionary *pathParameters = [NSMutableDictionary dictionary];
{{#placed}}
    {{place}}Parameters[{{name}}] = {{variable}};
{{/placed}}
    return [self invokeHTTPRequest:{{verb}}
                         URLString:{{path}}
                    pathParameters:pathParameters
                   queryParameters:queryParameters
                  headerParameters:headerParameters
                              body:{{body}}
                     responseClass:{{responseClass}}];
}
{{/methods}}

@end
