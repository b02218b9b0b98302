/**
 * Lambda functions as plain processes: each function version runs in operating-system processes behind the Lambda
 * Runtime API, one invocation at a time in each. Start at {@link dev.sallyport.functions.FunctionHost} and
 * {@link dev.sallyport.functions.FunctionCatalog}.
 */
@NullMarked
package dev.sallyport.functions;

import org.jspecify.annotations.NullMarked;
