/**
 * Test invocations: methods and authorizers of drafts, run once and without a client by the pipeline and the integrations
 * of traffic. Start at {@link dev.sallyport.testinvoke.DraftRunner}. Implements what the control plane asks for, so that
 * neither plane knows the other.
 */
@NullMarked
package dev.sallyport.testinvoke;

import org.jspecify.annotations.NullMarked;
