package com.mycompany.calc;

import com.mycompany.calc.model.Input;
import com.mycompany.calc.model.Problem;
import com.mycompany.calc.model.Result;
import com.mycompany.calc.model.Tags;
import com.amazonaws.mobileconnectors.apigateway.ApiRequest;
import com.amazonaws.mobileconnectors.apigateway.ApiResponse;
import com.amazonaws.mobileconnectors.apigateway.annotation.Operation;
import com.amazonaws.mobileconnectors.apigateway.annotation.Parameter;
import com.amazonaws.mobileconnectors.apigateway.annotation.Service;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;

/** The client of SimpleCalc; ApiClientFactory builds it. */
@Service(endpoint = "http://localhost:4566/_aws/execute-api/abc123/v1")
public interface SimpleCalcClient {

    /**
     * Sends a request as it is, for example one with a body that is no JSON.
     *
     * @param request its path begins behind the stage
     * @return the answer, whatever its status is
     */
    ApiResponse execute(ApiRequest request);

    /**
     * GET /
     *
     * @param xOp may be null
     * @param a required
     * @param b may be null
     * @return Result
     */
    @Operation(path = "/", method = "GET")
    Result rootGet(
            @Parameter(name = "X-Op", location = "header")
            String xOp,
            @Parameter(name = "a", location = "query")
            String a,
            @Parameter(name = "b", location = "query")
            String b
    );

    /**
     * POST /
     *
     * @param body required
     * @return Result
     */
    @Operation(path = "/", method = "POST")
    Result rootPost(
            Input body
    );

    /**
     * GET /{a}/{b}/{op+}
     *
     * @param a required
     * @param b required
     * @param op required
     * @return Tags
     */
    @Operation(path = "/{a}/{b}/{op}", method = "GET")
    Tags aBOpGet(
            @Parameter(name = "a", location = "path")
            String a,
            @Parameter(name = "b", location = "path")
            String b,
            @Parameter(name = "op", location = "path")
            String op
    );
}
