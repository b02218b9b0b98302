#import <AWSCore/AWSCore.h>
#import <AWSAPIGateway/AWSAPIGateway.h>

/** What the generated client takes of the AWS Mobile SDK beyond its public headers. */
@interface AWSAPIGatewayClient ()

- (AWSTask *)invokeHTTPRequest:(NSString *)HTTPMethod
                     URLString:(NSString *)URLString
                pathParameters:(NSDictionary *)pathParameters
               queryParameters:(NSDictionary *)queryParameters
              headerParameters:(NSDictionary *)headerParameters
                          body:(id)body
                 responseClass:(Class)responseClass;

@end
