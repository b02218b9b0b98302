module SimpleCalc
  # Every code of an error becomes a class when it is asked for: a status of 404 is raised as Errors::NotFound, one of 409
  # as Errors::Http409Error, and what the gateway itself refuses by its code, for example Errors::ForbiddenException.
  # An error has data when the API has a model for its status.
  module Errors
    extend Aws::Errors::DynamicErrors
  end
end
