module SimpleCalc
  module Plugins
    # Makes the tokens that custom authorizers are shown, unless the client was given one as :authorizer_token.
    class Authorizer < Seahorse::Client::Plugin
      def add_handlers(handlers, _config)
        handlers.add(CustomAuthHandler, step: :initialize)
      end

      # @api private
      class CustomAuthHandler < Seahorse::Client::Handler
        def call(context)
          if context.operation['authtype'] == 'custom' && context.config.authorizer_token.nil?
            context.config.authorizer_token = generate_token(context)
          end
          @handler.call(context)
        end

        private

        # The place for a way of your own to make tokens.
        def generate_token(_context)
          nil
        end
      end
    end
  end
end
