package {{package}};

{{#classes}}
import {{package}}.model.{{class}};
{{/classes}}
import com.amazonaws.mobileconnectors.apigateway.ApiRequest;
import com.amazonaws.mobileconnectors.apigateway.ApiResponse;
import com.amazonaws.mobileconnectors.apigateway.annotation.Operation;
import com.amazonaws.mobileconnectors.apigateway.annotation.Parameter;
import com.amazonaws.mobileconnectors.apigateway.annotation.Service;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;

/** The client of {{name}}; ApiClientFactory builds it. */
@Service(endpoint = {{endpoint}})
public interface {{client}} {

    /**
     * Sends a request as it is, for example one with a body that is no JSON.
     *
     * @param request its path begins behind the stage
     * @return the answer, whatever its status is
     */
    ApiResponse execute(ApiRequest request);
{{#methods}}

    /**
     * {{title}}
     *
{{#arguments}}
     * @param {{variable}} {{#required}}required{{/required}}{{^required}}may be null{{/required}}
{{/arguments}}
{{#answers}}
     * @return {{result}}
{{/answers}}
     */
    @Operation(path = {{path}}, method = {{verb}})
    {{result}} {{function}}(
{{#arguments}}
{{#placed}}
            @Parameter(name = {{name}}, location = {{place}})
{{/placed}}
            {{type}} {{variable}}{{separator}}
{{/arguments}}
    );
{{/methods}}
}
