require 'aws-sdk-core'
require 'aws-sigv4'

require_relative 'simplecalc-sdk/types'
require_relative 'simplecalc-sdk/client_api'
require_relative 'simplecalc-sdk/client'
require_relative 'simplecalc-sdk/errors'
require_relative 'simplecalc-sdk/resource'
require_relative 'simplecalc-sdk/customizations'

# SimpleCalc
#
# {Client} has a method for each operation; it takes a hash of parameters. What the API answers that is no success is
# raised as a subclass of {Errors::ServiceError}.
module SimpleCalc
  GEM_VERSION = '1.0.0'
end
