// What the generated code uses of Foundation, for a check of syntax and types without it.
#pragma once

#define NS_ASSUME_NONNULL_BEGIN _Pragma("clang assume_nonnull begin")
#define NS_ASSUME_NONNULL_END _Pragma("clang assume_nonnull end")
#define FOUNDATION_EXPORT extern

#define nil ((void *)0)

typedef signed char BOOL;
typedef long NSInteger;
typedef unsigned long NSUInteger;
typedef long dispatch_once_t;
void dispatch_once(dispatch_once_t *predicate, void (^block)(void));

@protocol NSObject
- (id)self;
- (NSUInteger)hash;
@end

@class NSString;

__attribute__((objc_root_class))
@interface NSObject <NSObject>
+ (instancetype)alloc;
+ (instancetype)new;
+ (Class)class;
- (instancetype)init;
- (id)copy;
@property (readonly) NSString *description;
@end

@interface NSString : NSObject
@end

@interface NSConstantString : NSString
@end

@interface NSNumber : NSObject
@end

@interface NSURL : NSObject
+ (instancetype)URLWithString:(NSString *)text;
@end

@interface NSArray<__covariant ObjectType> : NSObject
+ (instancetype)arrayWithObjects:(const ObjectType[])objects count:(NSUInteger)count;
@end

@interface NSDictionary<__covariant KeyType, __covariant ObjectType> : NSObject
+ (instancetype)dictionary;
+ (instancetype)dictionaryWithObjects:(const ObjectType[])objects
                              forKeys:(const KeyType[])keys
                                count:(NSUInteger)count;
@end

@interface NSMutableDictionary<KeyType, ObjectType> : NSDictionary<KeyType, ObjectType>
- (void)setObject:(nullable ObjectType)object forKeyedSubscript:(nonnull KeyType)key;
@end

@interface NSException : NSObject
+ (instancetype)exceptionWithName:(NSString *)name reason:(NSString *)reason userInfo:(NSDictionary *)userInfo;
@end

FOUNDATION_EXPORT NSString *const NSInternalInconsistencyException;

@interface NSValueTransformer : NSObject
@end
