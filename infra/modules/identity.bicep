metadata description = 'The identity that the app is known by to storage, vault and Application Insights.'

@description('Name of the identity.')
param name string

@description('Region.')
param location string

@description('Tags.')
param tags object

resource identity 'Microsoft.ManagedIdentity/userAssignedIdentities@2024-11-30' = {
  name: name
  location: location
  tags: tags
}

@description('Resource id of the identity.')
output id string = identity.id

@description('Client id, by which the app chooses the identity.')
output clientId string = identity.properties.clientId

@description('Object id, by which roles are given.')
output principalId string = identity.properties.principalId
