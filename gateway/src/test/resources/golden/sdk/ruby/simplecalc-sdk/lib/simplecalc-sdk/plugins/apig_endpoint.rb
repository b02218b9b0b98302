module SimpleCalc
  module Plugins
    # Where the API is.
    class APIGEndpoint < Seahorse::Client::Plugin
      option(:endpoint) { |_config| "http://localhost:4566" }

      option(:region) { |_config| "eu-west-1" }
    end
  end
end
