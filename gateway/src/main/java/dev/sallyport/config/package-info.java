/**
 * What an operator can set, and every bound the gateway keeps. {@link dev.sallyport.config.Setting} is the one table of
 * settings, from which the command line, its help text and {@code docs/settings.md} are made;
 * {@link dev.sallyport.config.SettingsLoader} reads flags, environment and file; {@link dev.sallyport.config.Limits}
 * holds the bounds. Depends on nothing of Sallyport.
 */
@NullMarked
package dev.sallyport.config;

import org.jspecify.annotations.NullMarked;
