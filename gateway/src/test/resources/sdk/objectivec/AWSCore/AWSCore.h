// What the generated code uses of AWSCore, for a check of syntax and types without it.
#pragma once
#import <Foundation/Foundation.h>

typedef NSInteger AWSRegionType;
typedef NSInteger AWSServiceType;
enum { AWSRegionUnknown = 0, AWSServiceAPIGateway = 1 };

@protocol AWSCredentialsProvider <NSObject>
@end

@interface AWSTask<__covariant ResultType> : NSObject
@end

@interface AWSModel : NSObject
+ (NSDictionary *)JSONKeyPathsByPropertyKey;
@end

@interface AWSEndpoint : NSObject
@property (nonatomic, readonly) NSURL *URL;
- (instancetype)initWithRegion:(AWSRegionType)region service:(AWSServiceType)service URL:(NSURL *)URL;
@end

@interface AWSNetworkingConfiguration : NSObject
@property (nonatomic, strong) NSURL *baseURL;
@property (nonatomic, strong) NSArray *requestInterceptors;
@end

@interface AWSServiceConfiguration : AWSNetworkingConfiguration
@property (nonatomic, assign, readonly) AWSRegionType regionType;
@property (nonatomic, strong, readonly) id<AWSCredentialsProvider> credentialsProvider;
@property (nonatomic, strong, readonly) AWSEndpoint *endpoint;
- (instancetype)initWithRegion:(AWSRegionType)region credentialsProvider:(id<AWSCredentialsProvider>)provider;
@end

@interface AWSServiceInfo : NSObject
@property (nonatomic, readonly) AWSRegionType region;
@property (nonatomic, readonly) id<AWSCredentialsProvider> cognitoCredentialsProvider;
@end

@interface AWSInfo : NSObject
+ (instancetype)defaultAWSInfo;
- (AWSServiceInfo *)defaultServiceInfo:(NSString *)name;
- (AWSServiceInfo *)serviceInfo:(NSString *)name forKey:(NSString *)key;
@end

@interface AWSServiceManager : NSObject
+ (instancetype)defaultServiceManager;
@property (nonatomic, copy) AWSServiceConfiguration *defaultServiceConfiguration;
@end

@interface AWSNetworkingRequestInterceptor : NSObject
@end

@interface NSValueTransformer (AWSMTLPredefinedTransformerAdditions)
+ (NSValueTransformer *)awsmtl_JSONDictionaryTransformerWithModelClass:(Class)modelClass;
+ (NSValueTransformer *)awsmtl_JSONArrayTransformerWithModelClass:(Class)modelClass;
@end
