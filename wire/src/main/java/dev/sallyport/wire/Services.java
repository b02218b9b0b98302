package dev.sallyport.wire;

import dev.sallyport.wire.acm.Acm;
import dev.sallyport.wire.apigateway.ApiGateway;
import dev.sallyport.wire.apigatewaymanagementapi.ApiGatewayManagementApi;
import dev.sallyport.wire.apigatewayv2.ApiGatewayV2;
import dev.sallyport.wire.iam.Iam;
import dev.sallyport.wire.lambda.Lambda;
import dev.sallyport.wire.logs.Logs;
import dev.sallyport.wire.monitoring.Monitoring;
import dev.sallyport.wire.sts.Sts;
import java.util.List;

/** The services whose wire formats Sallyport knows. */
public final class Services {

    private static final List<Service> ALL = List.of(
            ApiGateway.SERVICE,
            ApiGatewayV2.SERVICE,
            ApiGatewayManagementApi.SERVICE,
            Lambda.SERVICE,
            Iam.SERVICE,
            Sts.SERVICE,
            Acm.SERVICE,
            Logs.SERVICE,
            Monitoring.SERVICE);

    private Services() {}

    /** Every service, also those of which Sallyport implements only some operations. */
    public static List<Service> all() {
        return ALL;
    }
}
