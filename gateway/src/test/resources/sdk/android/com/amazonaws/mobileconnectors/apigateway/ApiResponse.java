package com.amazonaws.mobileconnectors.apigateway;

public class ApiResponse {}
