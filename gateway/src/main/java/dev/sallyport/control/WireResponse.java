package dev.sallyport.control;

import java.util.List;

/**
 * A control-plane answer.
 *
 * @param headers without Content-Length, Date and Connection, which the listener adds
 */
@SuppressWarnings("ArrayRecordComponent") // a body is bytes; nobody compares responses
public record WireResponse(int status, List<WireRequest.Header> headers, byte[] body) {}
