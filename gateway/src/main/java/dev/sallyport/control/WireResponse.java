package dev.sallyport.control;

import java.util.List;

/**
 * A control-plane answer.
 *
 * @param headers without Content-Length, Date and Connection, which the listener adds
 */
public record WireResponse(int status, List<WireRequest.Header> headers, byte[] body) {}
