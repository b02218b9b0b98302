#import <Foundation/Foundation.h>
#import <AWSAPIGateway/AWSAPIGateway.h>

#import "CALCInput.h"
#import "CALCProblem.h"
#import "CALCResult.h"

NS_ASSUME_NONNULL_BEGIN

/**
 The client of SimpleCalc. A status of 400 and above is an error of AWSAPIGatewayErrorDomain with the answer in its userInfo:
 AWSAPIGatewayErrorHTTPBodyKey and AWSAPIGatewayErrorHTTPHeaderFieldsKey.
 */
@interface CALCSimpleCalcClient : AWSAPIGatewayClient

/**
 The client with the configuration that the app's Info.plist has for CALCSimpleCalcClient, else with that of AWSServiceManager. With
 a provider of credentials in it every request is signed.
 */
+ (instancetype)defaultClient;

/** Makes a client with a configuration of its own and keeps it under a key. */
+ (void)registerClientWithConfiguration:(AWSServiceConfiguration *)configuration forKey:(NSString *)key;

/** The client that was registered for a key, or that Info.plist configures for it. */
+ (instancetype)clientForKey:(NSString *)key;

/** Forgets the client of a key; it must not be in use. */
+ (void)removeClientForKey:(NSString *)key;

/**
 GET /

 @return A task whose result is of the type CALCResult *.
 */
- (AWSTask *)rootGet:(nullable NSString *)xOp a:(NSString *)a b:(nullable NSString *)b;

/**
 POST /

 @return A task whose result is of the type CALCResult *.
 */
- (AWSTask *)rootPost:(CALCInput *)body;

/**
 GET /{a}/{b}/{op+}

 @return A task whose result is of the type NSArray<NSString *> *.
 */
- (AWSTask *)aBOpGet:(NSString *)a b:(NSString *)b op:(NSString *)op;

@end

NS_ASSUME_NONNULL_END
