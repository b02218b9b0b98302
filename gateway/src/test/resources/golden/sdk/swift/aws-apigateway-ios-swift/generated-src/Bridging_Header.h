#import "AWSApiGatewayBridge.h"
