/**
 * The REST API operations of API Gateway (service {@code apigateway}), one class for each resource family. Start at
 * {@link dev.sallyport.control.rest.RestOperations}, which lists the operations. A family takes requests that passed the
 * service model's constraints, checks business rules in AWS's order, works in one store transaction and returns model
 * records; {@link dev.sallyport.control.rest.Views} makes AWS's answers of them. May use model, store, control,
 * control.patch and wire.
 */
@NullMarked
package dev.sallyport.control.rest;

import org.jspecify.annotations.NullMarked;
