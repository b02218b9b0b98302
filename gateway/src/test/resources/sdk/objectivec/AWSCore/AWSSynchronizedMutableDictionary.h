#pragma once
#import <Foundation/Foundation.h>

@interface AWSSynchronizedMutableDictionary : NSObject
- (id)objectForKey:(id)key;
- (void)setObject:(id)object forKey:(id)key;
- (void)removeObjectForKey:(id)key;
@end
