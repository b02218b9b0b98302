module SimpleCalc
  # @api private
  module ClientApi
    include Seahorse::Model

    boolean = Shapes::BooleanShape.new(name: 'boolean')
    document = Shapes::DocumentShape.new(name: 'document')
    double = Shapes::FloatShape.new(name: 'double')
    integer = Shapes::IntegerShape.new(name: 'integer')
    long = Shapes::IntegerShape.new(name: 'long')
    string = Shapes::StringShape.new(name: 'string')
    listOfInput = Shapes::ListShape.new(name: 'listOfInput')
    listOfString = Shapes::ListShape.new(name: 'listOfString')
    GetABOpRequest = Shapes::StructureShape.new(name: 'GetABOpRequest')
    GetABOpResponse = Shapes::StructureShape.new(name: 'GetABOpResponse')
    GetApiRootRequest = Shapes::StructureShape.new(name: 'GetApiRootRequest')
    GetApiRootResponse = Shapes::StructureShape.new(name: 'GetApiRootResponse')
    Input = Shapes::StructureShape.new(name: 'Input')
    PostApiRootRequest = Shapes::StructureShape.new(name: 'PostApiRootRequest')
    PostApiRootResponse = Shapes::StructureShape.new(name: 'PostApiRootResponse')
    Problem = Shapes::StructureShape.new(name: 'Problem')
    Result = Shapes::StructureShape.new(name: 'Result')
    error400Problem = Shapes::StructureShape.new(name: 'BadRequest')

    listOfInput.member = Shapes::ShapeRef.new(shape: Input)

    listOfString.member = Shapes::ShapeRef.new(shape: string)

    GetABOpRequest.add_member(:a, Shapes::ShapeRef.new(shape: string, required: true, location: 'uri', location_name: "a"))
    GetABOpRequest.add_member(:b, Shapes::ShapeRef.new(shape: string, required: true, location: 'uri', location_name: "b"))
    GetABOpRequest.add_member(:op, Shapes::ShapeRef.new(shape: string, required: true, location: 'uri', location_name: "op"))
    GetABOpRequest.struct_class = Types::GetABOpRequest

    GetABOpResponse.add_member(:tags, Shapes::ShapeRef.new(shape: listOfString, required: true, location_name: "Tags"))
    GetABOpResponse.struct_class = Types::GetABOpResponse
    GetABOpResponse[:payload] = :tags
    GetABOpResponse[:payload_member] = GetABOpResponse.member(:tags)

    GetApiRootRequest.add_member(:x_op, Shapes::ShapeRef.new(shape: string, location: 'header', location_name: "X-Op"))
    GetApiRootRequest.add_member(:a, Shapes::ShapeRef.new(shape: string, required: true, location: 'querystring', location_name: "a"))
    GetApiRootRequest.add_member(:b, Shapes::ShapeRef.new(shape: string, location: 'querystring', location_name: "b"))
    GetApiRootRequest.struct_class = Types::GetApiRootRequest

    GetApiRootResponse.add_member(:result, Shapes::ShapeRef.new(shape: Result, required: true, location_name: "Result"))
    GetApiRootResponse.struct_class = Types::GetApiRootResponse
    GetApiRootResponse[:payload] = :result
    GetApiRootResponse[:payload_member] = GetApiRootResponse.member(:result)

    Input.add_member(:a, Shapes::ShapeRef.new(shape: double, location_name: "a"))
    Input.add_member(:b, Shapes::ShapeRef.new(shape: double, location_name: "b"))
    Input.add_member(:op, Shapes::ShapeRef.new(shape: string, location_name: "op"))
    Input.struct_class = Types::Input

    PostApiRootRequest.add_member(:input, Shapes::ShapeRef.new(shape: Input, required: true, location_name: "Input"))
    PostApiRootRequest.struct_class = Types::PostApiRootRequest
    PostApiRootRequest[:payload] = :input
    PostApiRootRequest[:payload_member] = PostApiRootRequest.member(:input)

    PostApiRootResponse.add_member(:result, Shapes::ShapeRef.new(shape: Result, required: true, location_name: "Result"))
    PostApiRootResponse.struct_class = Types::PostApiRootResponse
    PostApiRootResponse[:payload] = :result
    PostApiRootResponse[:payload_member] = PostApiRootResponse.member(:result)

    Problem.add_member(:why, Shapes::ShapeRef.new(shape: string, location_name: "why"))
    Problem.struct_class = Types::Problem

    Result.add_member(:c, Shapes::ShapeRef.new(shape: double, location_name: "c"))
    Result.add_member(:count, Shapes::ShapeRef.new(shape: integer, location_name: "count"))
    Result.add_member(:exact, Shapes::ShapeRef.new(shape: boolean, location_name: "exact"))
    Result.add_member(:class_, Shapes::ShapeRef.new(shape: string, location_name: "class"))
    Result.add_member(:input, Shapes::ShapeRef.new(shape: Input, location_name: "input"))
    Result.add_member(:steps, Shapes::ShapeRef.new(shape: listOfInput, location_name: "steps"))
    Result.add_member(:tags, Shapes::ShapeRef.new(shape: listOfString, location_name: "tags"))
    Result.add_member(:other, Shapes::ShapeRef.new(shape: document, location_name: "other"))
    Result.struct_class = Types::Result

    error400Problem.add_member(:why, Shapes::ShapeRef.new(shape: string, location_name: "why"))
    error400Problem.struct_class = Types::Problem

    API = Seahorse::Model::Api.new.tap do |api|
      api.version = '1.0.0'
      api.metadata = {
        'apiVersion' => '1.0.0',
        'endpointPrefix' => "abc123",
        'protocol' => 'api-gateway',
        'serviceFullName' => "SimpleCalc",
        'serviceId' => "SimpleCalc",
        'signatureVersion' => 'v4',
        'signingName' => 'execute-api',
        'uid' => "abc123"
      }

      api.add_operation(:get_api_root, Seahorse::Model::Operation.new.tap do |o|
        o.name = "GetApiRoot"
        o.http_method = "GET"
        o.http_request_uri = "/_aws/execute-api/abc123/v1/"
        o.require_apikey = true
        o['authtype'] = 'none'
        o.input = Shapes::ShapeRef.new(shape: GetApiRootRequest)
        o.output = Shapes::ShapeRef.new(shape: GetApiRootResponse)
      end)

      api.add_operation(:post_api_root, Seahorse::Model::Operation.new.tap do |o|
        o.name = "PostApiRoot"
        o.http_method = "POST"
        o.http_request_uri = "/_aws/execute-api/abc123/v1/"
        o['authtype'] = 'none'
        o.input = Shapes::ShapeRef.new(shape: PostApiRootRequest)
        o.output = Shapes::ShapeRef.new(shape: PostApiRootResponse)
        o.errors << Shapes::ShapeRef.new(shape: error400Problem)
      end)

      api.add_operation(:get_ab_op, Seahorse::Model::Operation.new.tap do |o|
        o.name = "GetABOp"
        o.http_method = "GET"
        o.http_request_uri = "/_aws/execute-api/abc123/v1/{a}/{b}/{op+}"
        o['authtype'] = 'v4'
        o.input = Shapes::ShapeRef.new(shape: GetABOpRequest)
        o.output = Shapes::ShapeRef.new(shape: GetABOpResponse)
      end)
    end
  end
end
