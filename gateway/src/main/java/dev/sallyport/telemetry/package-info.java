/**
 * What the gateway knows of itself and of the functions that it runs: {@code logs} are events, {@code metrics} numbers.
 * Written by both planes, read by the control plane.
 */
@NullMarked
package dev.sallyport.telemetry;

import org.jspecify.annotations.NullMarked;
