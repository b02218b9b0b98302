#import <Foundation/Foundation.h>
#import <AWSAPIGateway/AWSAPIGateway.h>

{{#classes}}
#import "{{class}}.h"
{{/classes}}

NS_ASSUME_NONNULL_BEGIN

/**
 The client of {{name}}. A status of 400 and above is an error of AWSAPIGatewayErrorDomain with the answer in its userInfo:
 AWSAPIGatewayErrorHTTPBodyKey and AWSAPIGatewayErrorHTTPHeaderFieldsKey.
 */
@interface {{client}} : AWSAPIGatewayClient

/**
 The client with the configuration that the app's Info.plist has for {{client}}, else with that of AWSServiceManager. With
 a provider of credentials in it every request is signed.
 */
+ (instancetype)defaultClient;

/** Makes a client with a configuration of its own and keeps it under a key. */
+ (void)registerClientWithConfiguration:(AWSServiceConfiguration *)configuration forKey:(NSString *)key;

/** The client that was registered for a key, or that Info.plist configures for it. */
+ (instancetype)clientForKey:(NSString *)key;

/** Forgets the client of a key; it must not be in use. */
+ (void)removeClientForKey:(NSString *)key;
{{#methods}}

/**
 {{title}}

 @return A task whose result is of the type {{result}}.
 */
- (AWSTask *){{signature}}{{#family}} __attribute__((objc_method_family(none))){{/family}};
{{/methods}}

@end

NS_ASSUME_NONNULL_END
