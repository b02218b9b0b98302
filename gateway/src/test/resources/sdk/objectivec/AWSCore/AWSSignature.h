#pragma once
#import <AWSCore/AWSCore.h>

@interface AWSSignatureV4Signer : NSObject
- (instancetype)initWithCredentialsProvider:(id<AWSCredentialsProvider>)provider endpoint:(AWSEndpoint *)endpoint;
@end
