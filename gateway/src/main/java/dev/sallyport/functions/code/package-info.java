/**
 * Deployment packages: reading zip files that may be hostile and unpacking each once. Start at
 * {@link dev.sallyport.functions.code.ZipPackage} and {@link dev.sallyport.functions.code.CodeFolders}. Depends on the JDK
 * and slf4j alone.
 */
@NullMarked
package dev.sallyport.functions.code;

import org.jspecify.annotations.NullMarked;
