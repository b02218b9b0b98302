// What the generated code uses of AWSAPIGateway, for a check of syntax and types without it.
#pragma once
#import <AWSCore/AWSCore.h>

@interface AWSAPIGatewayClient : NSObject
@property (nonatomic, strong, readonly) AWSServiceConfiguration *configuration;
@property (nonatomic, strong) NSString *APIKey;
@end
