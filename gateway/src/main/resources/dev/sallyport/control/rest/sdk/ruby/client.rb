require 'seahorse/client/plugins/content_length.rb'
require 'aws-sdk-core/plugins/logging.rb'
require 'aws-sdk-core/plugins/param_converter.rb'
require 'aws-sdk-core/plugins/param_validator.rb'
require 'aws-sdk-core/plugins/helpful_socket_errors.rb'
require 'aws-sdk-core/plugins/retry_errors.rb'
require 'aws-sdk-core/plugins/global_configuration.rb'
require 'aws-sdk-core/plugins/response_paging.rb'
require 'aws-sdk-core/plugins/stub_responses.rb'
require 'aws-sdk-core/plugins/idempotency_token.rb'
require 'aws-sdk-core/plugins/jsonvalue_converter.rb'
{{#signed}}
require 'aws-sdk-core/plugins/signature_v4.rb'
{{/signed}}
require 'aws-sdk-core/plugins/protocols/api_gateway.rb'
require 'aws-sdk-core/plugins/api_key.rb'
require 'aws-sdk-core/plugins/apig_user_agent.rb'
require 'aws-sdk-core/plugins/apig_authorizer_token.rb'
require 'aws-sdk-core/plugins/apig_credentials_configuration.rb'
require_relative 'plugins/authorizer'
require_relative 'plugins/apig_endpoint'

Aws::Plugins::GlobalConfiguration.add_identifier(:{{identifier}})

module {{module}}
  # The client of {{name}}. Among its options:
  #
  # * :api_key is sent as x-api-key with the operations that need a key; a call may bring its own,
  # * :access_key_id and :secret_access_key (with :session_token), or :credentials, sign what needs a signature,
  # * :region is the one that signatures name,
  # * :authorizer_token is what custom authorizers are shown,
  # * :endpoint is another server with the same paths,
  # * :retry_limit, :http_read_timeout, :http_wire_trace and what else aws-sdk-core knows.
  class Client < Seahorse::Client::Base
    include Aws::ClientStubs

    @identifier = :{{identifier}}

    set_api(ClientApi::API)

    add_plugin(Seahorse::Client::Plugins::ContentLength)
    add_plugin(Aws::Plugins::Logging)
    add_plugin(Aws::Plugins::ParamConverter)
    add_plugin(Aws::Plugins::ParamValidator)
    add_plugin(Aws::Plugins::HelpfulSocketErrors)
    add_plugin(Aws::Plugins::RetryErrors)
    add_plugin(Aws::Plugins::GlobalConfiguration)
    add_plugin(Aws::Plugins::ResponsePaging)
    add_plugin(Aws::Plugins::StubResponses)
    add_plugin(Aws::Plugins::IdempotencyToken)
    add_plugin(Aws::Plugins::JsonvalueConverter)
{{#signed}}
    add_plugin(Aws::Plugins::SignatureV4)
{{/signed}}
    add_plugin(Aws::Plugins::Protocols::ApiGateway)
    add_plugin(Aws::Plugins::ApiKey)
    add_plugin(Aws::Plugins::APIGUserAgent)
    add_plugin(Aws::Plugins::APIGAuthorizerToken)
    add_plugin(Aws::Plugins::APIGCredentialsConfiguration)
    add_plugin({{module}}::Plugins::Authorizer)
    add_plugin({{module}}::Plugins::APIGEndpoint)
{{#operations}}

    # {{title}}
    #
{{#members}}
    # @option params [{{type}}] :{{symbol}} {{plain}}{{#required}}, required{{/required}}
{{/members}}
{{#results}}
    # @return [Types::{{response}}] with {{symbol}}, of the type {{type}}
{{/results}}
{{^results}}
    # @return [Types::{{response}}]
{{/results}}
    def {{operation}}(params = {}, options = {})
      build_request(:{{operation}}, params).send_request(options)
    end
{{/operations}}

    # @api private
    def build_request(operation_name, params = {})
      operation = config.api.operation(operation_name)
      context = Seahorse::Client::RequestContext.new(
        operation_name: operation_name,
        operation: operation,
        authorizer: operation.authorizer && config.api.authorizer(operation.authorizer),
        client: self,
        params: params,
        config: config
      )
      context[:gem_name] = '{{gem}}'
      context[:gem_version] = '{{version}}'
      Seahorse::Client::Request.new(@handlers.for(operation_name), context)
    end

    class << self
      # @api private
      attr_reader :identifier

      # @api private
      def errors_module
        Errors
      end
    end
  end
end
