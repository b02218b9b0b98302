package dev.sallyport.model;

/**
 * An interface VPC endpoint of {@code execute-api}: the door by which private APIs are reached.
 *
 * @param id for example {@code vpce-0123456789abcdef0}, lower case
 * @param vpcId of the VPC that it belongs to, for example {@code vpc-0fedcba9876543210}
 */
public record VpcEndpoint(String id, String vpcId) {}
