package com.amazonaws.mobileconnectors.apigateway;

public class ApiRequest {}
