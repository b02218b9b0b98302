module {{module}}
  # @api private
  module ClientApi
    include Seahorse::Model

    boolean = Shapes::BooleanShape.new(name: 'boolean')
    document = Shapes::DocumentShape.new(name: 'document')
    double = Shapes::FloatShape.new(name: 'double')
    integer = Shapes::IntegerShape.new(name: 'integer')
    long = Shapes::IntegerShape.new(name: 'long')
    string = Shapes::StringShape.new(name: 'string')
{{#collections}}
{{#list}}
    {{shape}} = Shapes::ListShape.new(name: '{{shape}}')
{{/list}}
{{^list}}
    {{shape}} = Shapes::MapShape.new(name: '{{shape}}')
{{/list}}
{{/collections}}
{{#structures}}
    {{class}} = Shapes::StructureShape.new(name: '{{class}}')
{{/structures}}
{{#errorShapes}}
    {{errorShape}} = Shapes::StructureShape.new(name: '{{code}}')
{{/errorShapes}}
{{#collections}}

{{#list}}
    {{shape}}.member = Shapes::ShapeRef.new(shape: {{inside}})
{{/list}}
{{^list}}
    {{shape}}.key = Shapes::ShapeRef.new(shape: string)
    {{shape}}.value = Shapes::ShapeRef.new(shape: {{inside}})
{{/list}}
{{/collections}}
{{#structures}}

{{#members}}
    {{class}}.add_member(:{{symbol}}, Shapes::ShapeRef.new(shape: {{shape}}{{#required}}, required: true{{/required}}{{#placed}}, location: '{{location}}'{{/placed}}, location_name: {{locationName}}))
{{/members}}
    {{class}}.struct_class = Types::{{class}}
{{#payload}}
    {{class}}[:payload] = :{{symbol}}
    {{class}}[:payload_member] = {{class}}.member(:{{symbol}})
{{/payload}}
{{/structures}}
{{#errorShapes}}

{{#members}}
    {{errorShape}}.add_member(:{{symbol}}, Shapes::ShapeRef.new(shape: {{shape}}, location_name: {{locationName}}))
{{/members}}
    {{errorShape}}.struct_class = Types::{{class}}
{{/errorShapes}}

    API = Seahorse::Model::Api.new.tap do |api|
      api.version = '{{version}}'
      api.metadata = {
        'apiVersion' => '{{version}}',
        'endpointPrefix' => {{apiId}},
        'protocol' => 'api-gateway',
        'serviceFullName' => {{nameLiteral}},
        'serviceId' => {{nameLiteral}},
{{#signed}}
        'signatureVersion' => 'v4',
        'signingName' => 'execute-api',
{{/signed}}
        'uid' => {{apiId}}
      }
{{#authorizers}}

      api.add_authorizer({{authorizer}}, Seahorse::Model::Authorizer.new.tap do |a|
        a.name = {{authorizerName}}
        a.type = 'provided'
        a.placement = { location: 'header', name: {{header}} }
      end)
{{/authorizers}}
{{#operations}}

      api.add_operation(:{{operation}}, Seahorse::Model::Operation.new.tap do |o|
        o.name = {{operationName}}
        o.http_method = {{verb}}
        o.http_request_uri = {{path}}
{{#apiKey}}
        o.require_apikey = true
{{/apiKey}}
{{#authorization}}
        o['authtype'] = '{{type}}'
{{/authorization}}
{{#token}}
        o.authorizer = {{authorizer}}
{{/token}}
        o.input = Shapes::ShapeRef.new(shape: {{request}})
        o.output = Shapes::ShapeRef.new(shape: {{response}})
{{#errors}}
        o.errors << Shapes::ShapeRef.new(shape: {{error}})
{{/errors}}
      end)
{{/operations}}
    end
  end
end
