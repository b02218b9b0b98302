package {{package}};

import {{package}}.model.*;
{{#classes}}
import {{package}}.model.{{class}};
{{/classes}}
import com.amazonaws.opensdk.SdkErrorHttpMetadata;
import com.amazonaws.opensdk.internal.ClientSettings;
import com.amazonaws.opensdk.internal.HttpCall;
import com.amazonaws.opensdk.internal.Json;

final class {{service}}Client implements {{service}} {

    private final HttpCall.Sender sender;

    {{service}}Client(ClientSettings settings) {
        sender = new HttpCall.Sender(settings);
    }
{{#methods}}

    @Override
    public {{result}} {{function}}({{request}} request) {
        HttpCall call = new HttpCall({{verbLiteral}}, {{pathLiteral}});
{{#parameters}}
        call.{{place}}({{nameLiteral}}, request.get{{accessor}}(), {{required}});
{{/parameters}}
{{#hasInput}}
        call.body(request.getInput());
{{/hasInput}}
        HttpCall.Answer answer = sender.send(call);
        String text = answer.text();
        if (answer.status() >= 300) {
            SdkErrorHttpMetadata metadata = answer.error();
            switch (answer.status()) {
{{#errors}}
                case {{status}}:
                    throw new {{model}}Exception(metadata, {{model}}.fromJson(Json.parseOrNull(text)));
{{/errors}}
                default:
                    throw new {{service}}Exception(metadata);
            }
        }
        return new {{result}}(answer.metadata(), {{readResult}});
    }
{{/methods}}

    @Override
    public void shutdown() {
        sender.close();
    }
}
