#import "CALCSimpleCalcClient.h"
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

@interface CALCSimpleCalcClient ()

@property (nonatomic, strong) AWSServiceConfiguration *configuration;

@end

@interface AWSServiceConfiguration ()

@property (nonatomic, strong) AWSEndpoint *endpoint;

@end

static NSString *const AWSInfoClientKey = @"CALCSimpleCalcClient";

@implementation CALCSimpleCalcClient

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
    static CALCSimpleCalcClient *client = nil;
    static dispatch_once_t once;
    dispatch_once(&once, ^{
        AWSServiceInfo *info = [[AWSInfo defaultAWSInfo] defaultServiceInfo:AWSInfoClientKey];
        AWSServiceConfiguration *configuration = [AWSServiceManager defaultServiceManager].defaultServiceConfiguration;
        if (info) {
            configuration = [self configurationOfInfo:info];
        } else if (!configuration) {
            configuration = [[AWSServiceConfiguration alloc] initWithRegion:AWSRegionUnknown credentialsProvider:nil];
        }
        client = [[CALCSimpleCalcClient alloc] initWithConfiguration:configuration];
    });
    return client;
}

+ (void)registerClientWithConfiguration:(AWSServiceConfiguration *)configuration forKey:(NSString *)key {
    [[self serviceClients] setObject:[[CALCSimpleCalcClient alloc] initWithConfiguration:configuration] forKey:key];
}

+ (instancetype)clientForKey:(NSString *)key {
    @synchronized(self) {
        CALCSimpleCalcClient *client = [[self serviceClients] objectForKey:key];
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
                                                                  URL:[NSURL URLWithString:@"http://localhost:4566/_aws/execute-api/abc123/v1"]];
        AWSSignatureV4Signer *signer =
            [[AWSSignatureV4Signer alloc] initWithCredentialsProvider:_configuration.credentialsProvider
                                                             endpoint:_configuration.endpoint];
        _configuration.baseURL = _configuration.endpoint.URL;
        _configuration.requestInterceptors = @[[AWSNetworkingRequestInterceptor new], signer];
    }
    return self;
}

- (AWSTask *)rootGet:(nullable NSString *)xOp a:(NSString *)a b:(nullable NSString *)b {
    NSMutableDictionary *headerParameters = [NSMutableDictionary dictionary];
    headerParameters[@"Content-Type"] = @"application/json";
    headerParameters[@"Accept"] = @"application/json";
    NSMutableDictionary *queryParameters = [NSMutableDictionary dictionary];
    NSMutableDictionary *pathParameters = [NSMutableDictionary dictionary];
    headerParameters[@"X-Op"] = xOp;
    queryParameters[@"a"] = a;
    queryParameters[@"b"] = b;
    return [self invokeHTTPRequest:@"GET"
                         URLString:@"/"
                    pathParameters:pathParameters
                   queryParameters:queryParameters
                  headerParameters:headerParameters
                              body:nil
                     responseClass:[CALCResult class]];
}

- (AWSTask *)rootPost:(CALCInput *)body {
    NSMutableDictionary *headerParameters = [NSMutableDictionary dictionary];
    headerParameters[@"Content-Type"] = @"application/json";
    headerParameters[@"Accept"] = @"application/json";
    NSMutableDictionary *queryParameters = [NSMutableDictionary dictionary];
    NSMutableDictionary *pathParameters = [NSMutableDictionary dictionary];
    return [self invokeHTTPRequest:@"POST"
                         URLString:@"/"
                    pathParameters:pathParameters
                   queryParameters:queryParameters
                  headerParameters:headerParameters
                              body:body
                     responseClass:[CALCResult class]];
}

- (AWSTask *)aBOpGet:(NSString *)a b:(NSString *)b op:(NSString *)op {
    NSMutableDictionary *headerParameters = [NSMutableDictionary dictionary];
    headerParameters[@"Content-Type"] = @"application/json";
    headerParameters[@"Accept"] = @"application/json";
    NSMutableDictionary *queryParameters = [NSMutableDictionary dictionary];
    NSMutableDictionary *pathParameters = [NSMutableDictionary dictionary];
    pathParameters[@"a"] = a;
    pathParameters[@"b"] = b;
    pathParameters[@"op"] = op;
    return [self invokeHTTPRequest:@"GET"
                         URLString:@"/{a}/{b}/{op}"
                    pathParameters:pathParameters
                   queryParameters:queryParameters
                  headerParameters:headerParameters
                              body:nil
                     responseClass:nil];
}

@end
