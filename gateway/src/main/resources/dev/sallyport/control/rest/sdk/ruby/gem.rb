require 'aws-sdk-core'
require 'aws-sigv4'

require_relative '{{gem}}/types'
require_relative '{{gem}}/client_api'
require_relative '{{gem}}/client'
require_relative '{{gem}}/errors'
require_relative '{{gem}}/resource'
require_relative '{{gem}}/customizations'

# {{name}}
#
# {Client} has a method for each operation; it takes a hash of parameters. What the API answers that is no success is
# raised as a subclass of {Errors::ServiceError}.
module {{module}}
  GEM_VERSION = '{{version}}'
end
