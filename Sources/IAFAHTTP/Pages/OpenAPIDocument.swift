// Made by scripts/openapi from docs/openapi.yaml; do not edit.

/// The interface as an OpenAPI 3.1 document.
enum OpenAPIDocument {
    static let json = #"""
        {
         "openapi": "3.1.0",
         "info": {
          "title": "IAFA",
          "version": "0.1.0",
          "summary": "In-app funnel analytics",
          "license": {
           "name": "Apache-2.0",
           "identifier": "Apache-2.0"
          },
          "description": "Every error has one shape. JSON is snake_case, times are RFC 3339 in UTC, dates YYYY-MM-DD. Bodies may be sent with Content-Encoding: gzip. Unknown fields are refused."
         },
         "servers": [
          {
           "url": "http://127.0.0.1:8080"
          }
         ],
         "tags": [
          {
           "name": "auth"
          },
          {
           "name": "projects"
          },
          {
           "name": "funnels"
          },
          {
           "name": "analytics"
          },
          {
           "name": "events"
          },
          {
           "name": "health"
          },
          {
           "name": "pages"
          }
         ],
         "paths": {
          "/": {
           "get": {
            "operationId": "home",
            "summary": "How to begin, for people",
            "tags": [
             "pages"
            ],
            "security": [],
            "responses": {
             "200": {
              "description": "The document.",
              "content": {
               "text/html": {
                "schema": {
                 "type": "string"
                }
               }
              }
             },
             "default": {
              "$ref": "#/components/responses/Error"
             }
            }
           }
          },
          "/home.css": {
           "get": {
            "operationId": "homeStyle",
            "summary": "The style sheet of the home page",
            "tags": [
             "pages"
            ],
            "security": [],
            "responses": {
             "200": {
              "description": "The document.",
              "content": {
               "text/css": {
                "schema": {
                 "type": "string"
                }
               }
              }
             },
             "default": {
              "$ref": "#/components/responses/Error"
             }
            }
           }
          },
          "/health/live": {
           "get": {
            "operationId": "live",
            "summary": "Whether the process lives",
            "tags": [
             "health"
            ],
            "security": [],
            "responses": {
             "200": {
              "description": "It does.",
              "content": {
               "application/json": {
                "schema": {
                 "$ref": "#/components/schemas/Status"
                }
               }
              }
             },
             "default": {
              "$ref": "#/components/responses/Error"
             }
            }
           }
          },
          "/health/ready": {
           "get": {
            "operationId": "ready",
            "summary": "Whether the server can work: the journal is writable",
            "tags": [
             "health"
            ],
            "security": [],
            "responses": {
             "200": {
              "description": "It can.",
              "content": {
               "application/json": {
                "schema": {
                 "$ref": "#/components/schemas/Status"
                }
               }
              }
             },
             "503": {
              "$ref": "#/components/responses/Unavailable"
             },
             "default": {
              "$ref": "#/components/responses/Error"
             }
            }
           }
          },
          "/api/v1/openapi.json": {
           "get": {
            "operationId": "openapi",
            "summary": "This document",
            "tags": [
             "pages"
            ],
            "security": [],
            "responses": {
             "200": {
              "description": "The document.",
              "content": {
               "application/json": {
                "schema": {
                 "type": "object"
                }
               }
              }
             },
             "default": {
              "$ref": "#/components/responses/Error"
             }
            }
           }
          },
          "/api/v1/auth/register": {
           "post": {
            "operationId": "register",
            "summary": "Make an account with an organization of its own",
            "tags": [
             "auth"
            ],
            "security": [],
            "requestBody": {
             "required": true,
             "content": {
              "application/json": {
               "schema": {
                "$ref": "#/components/schemas/Registration"
               },
               "example": {
                "email": "ada@example.com",
                "password": "a long passphrase"
               }
              }
             }
            },
            "responses": {
             "201": {
              "description": "Made, and signed in.",
              "content": {
               "application/json": {
                "schema": {
                 "$ref": "#/components/schemas/Session"
                }
               }
              }
             },
             "400": {
              "$ref": "#/components/responses/Malformed"
             },
             "413": {
              "$ref": "#/components/responses/TooLarge"
             },
             "415": {
              "$ref": "#/components/responses/WrongType"
             },
             "422": {
              "$ref": "#/components/responses/Invalid"
             },
             "409": {
              "$ref": "#/components/responses/Conflict"
             },
             "503": {
              "$ref": "#/components/responses/Unavailable"
             },
             "default": {
              "$ref": "#/components/responses/Error"
             }
            }
           }
          },
          "/api/v1/auth/login": {
           "post": {
            "operationId": "login",
            "summary": "Sign in",
            "tags": [
             "auth"
            ],
            "security": [],
            "requestBody": {
             "required": true,
             "content": {
              "application/json": {
               "schema": {
                "$ref": "#/components/schemas/Credentials"
               }
              }
             }
            },
            "responses": {
             "200": {
              "description": "Signed in.",
              "content": {
               "application/json": {
                "schema": {
                 "$ref": "#/components/schemas/Session"
                }
               }
              }
             },
             "400": {
              "$ref": "#/components/responses/Malformed"
             },
             "413": {
              "$ref": "#/components/responses/TooLarge"
             },
             "415": {
              "$ref": "#/components/responses/WrongType"
             },
             "422": {
              "$ref": "#/components/responses/Invalid"
             },
             "401": {
              "$ref": "#/components/responses/Unauthorized"
             },
             "503": {
              "$ref": "#/components/responses/Unavailable"
             },
             "default": {
              "$ref": "#/components/responses/Error"
             }
            }
           }
          },
          "/api/v1/auth/refresh": {
           "post": {
            "operationId": "refresh",
            "summary": "Exchange a refresh token for new tokens",
            "tags": [
             "auth"
            ],
            "security": [],
            "description": "A refresh token that was exchanged before ends the whole sign-in: it was stolen, or a client went wrong.",
            "requestBody": {
             "required": true,
             "content": {
              "application/json": {
               "schema": {
                "$ref": "#/components/schemas/RefreshToken"
               }
              }
             }
            },
            "responses": {
             "200": {
              "description": "New tokens; the old refresh token is used up.",
              "content": {
               "application/json": {
                "schema": {
                 "$ref": "#/components/schemas/Session"
                }
               }
              }
             },
             "400": {
              "$ref": "#/components/responses/Malformed"
             },
             "413": {
              "$ref": "#/components/responses/TooLarge"
             },
             "415": {
              "$ref": "#/components/responses/WrongType"
             },
             "422": {
              "$ref": "#/components/responses/Invalid"
             },
             "401": {
              "$ref": "#/components/responses/Unauthorized"
             },
             "default": {
              "$ref": "#/components/responses/Error"
             }
            }
           }
          },
          "/api/v1/auth/logout": {
           "post": {
            "operationId": "logout",
            "summary": "End a sign-in",
            "tags": [
             "auth"
            ],
            "security": [],
            "requestBody": {
             "required": true,
             "content": {
              "application/json": {
               "schema": {
                "$ref": "#/components/schemas/RefreshToken"
               }
              }
             }
            },
            "responses": {
             "204": {
              "description": "Ended, or there was none."
             },
             "400": {
              "$ref": "#/components/responses/Malformed"
             },
             "413": {
              "$ref": "#/components/responses/TooLarge"
             },
             "415": {
              "$ref": "#/components/responses/WrongType"
             },
             "422": {
              "$ref": "#/components/responses/Invalid"
             },
             "default": {
              "$ref": "#/components/responses/Error"
             }
            }
           }
          },
          "/api/v1/auth/me": {
           "get": {
            "operationId": "me",
            "summary": "Who the access token belongs to",
            "tags": [
             "auth"
            ],
            "security": [
             {
              "accessToken": []
             }
            ],
            "responses": {
             "200": {
              "description": "The person and their organizations.",
              "content": {
               "application/json": {
                "schema": {
                 "$ref": "#/components/schemas/Me"
                }
               }
              }
             },
             "401": {
              "$ref": "#/components/responses/Unauthorized"
             },
             "403": {
              "$ref": "#/components/responses/Forbidden"
             },
             "default": {
              "$ref": "#/components/responses/Error"
             }
            }
           }
          },
          "/api/v1/projects": {
           "get": {
            "operationId": "listProjects",
            "summary": "The projects of your organizations",
            "tags": [
             "projects"
            ],
            "security": [
             {
              "accessToken": []
             }
            ],
            "responses": {
             "200": {
              "description": "All of them.",
              "content": {
               "application/json": {
                "schema": {
                 "$ref": "#/components/schemas/ProjectList"
                }
               }
              }
             },
             "401": {
              "$ref": "#/components/responses/Unauthorized"
             },
             "403": {
              "$ref": "#/components/responses/Forbidden"
             },
             "default": {
              "$ref": "#/components/responses/Error"
             }
            }
           },
           "post": {
            "operationId": "createProject",
            "summary": "Make a project with a first API key",
            "tags": [
             "projects"
            ],
            "security": [
             {
              "accessToken": []
             }
            ],
            "requestBody": {
             "required": true,
             "content": {
              "application/json": {
               "schema": {
                "$ref": "#/components/schemas/ProjectDraft"
               },
               "example": {
                "name": "My app",
                "timezone": "Europe/Berlin"
               }
              }
             }
            },
            "responses": {
             "201": {
              "description": "The project and, once, its key.",
              "content": {
               "application/json": {
                "schema": {
                 "$ref": "#/components/schemas/NewProject"
                }
               }
              }
             },
             "400": {
              "$ref": "#/components/responses/Malformed"
             },
             "413": {
              "$ref": "#/components/responses/TooLarge"
             },
             "415": {
              "$ref": "#/components/responses/WrongType"
             },
             "422": {
              "$ref": "#/components/responses/Invalid"
             },
             "401": {
              "$ref": "#/components/responses/Unauthorized"
             },
             "403": {
              "$ref": "#/components/responses/Forbidden"
             },
             "default": {
              "$ref": "#/components/responses/Error"
             }
            }
           }
          },
          "/api/v1/projects/{project}": {
           "get": {
            "operationId": "getProject",
            "summary": "A project",
            "tags": [
             "projects"
            ],
            "security": [
             {
              "accessToken": []
             }
            ],
            "parameters": [
             {
              "$ref": "#/components/parameters/project"
             }
            ],
            "responses": {
             "200": {
              "description": "The project.",
              "content": {
               "application/json": {
                "schema": {
                 "$ref": "#/components/schemas/Project"
                }
               }
              }
             },
             "401": {
              "$ref": "#/components/responses/Unauthorized"
             },
             "403": {
              "$ref": "#/components/responses/Forbidden"
             },
             "404": {
              "$ref": "#/components/responses/NotFound"
             },
             "default": {
              "$ref": "#/components/responses/Error"
             }
            }
           },
           "patch": {
            "operationId": "changeProject",
            "summary": "Change some of a project",
            "tags": [
             "projects"
            ],
            "security": [
             {
              "accessToken": []
             }
            ],
            "parameters": [
             {
              "$ref": "#/components/parameters/project"
             }
            ],
            "requestBody": {
             "required": true,
             "content": {
              "application/json": {
               "schema": {
                "$ref": "#/components/schemas/ProjectChange"
               }
              }
             }
            },
            "responses": {
             "200": {
              "description": "The project as it is now.",
              "content": {
               "application/json": {
                "schema": {
                 "$ref": "#/components/schemas/Project"
                }
               }
              }
             },
             "400": {
              "$ref": "#/components/responses/Malformed"
             },
             "413": {
              "$ref": "#/components/responses/TooLarge"
             },
             "415": {
              "$ref": "#/components/responses/WrongType"
             },
             "422": {
              "$ref": "#/components/responses/Invalid"
             },
             "401": {
              "$ref": "#/components/responses/Unauthorized"
             },
             "403": {
              "$ref": "#/components/responses/Forbidden"
             },
             "404": {
              "$ref": "#/components/responses/NotFound"
             },
             "default": {
              "$ref": "#/components/responses/Error"
             }
            }
           },
           "delete": {
            "operationId": "deleteProject",
            "summary": "Remove a project with its keys, funnels and events",
            "tags": [
             "projects"
            ],
            "security": [
             {
              "accessToken": []
             }
            ],
            "parameters": [
             {
              "$ref": "#/components/parameters/project"
             }
            ],
            "responses": {
             "204": {
              "description": "Removed."
             },
             "401": {
              "$ref": "#/components/responses/Unauthorized"
             },
             "403": {
              "$ref": "#/components/responses/Forbidden"
             },
             "404": {
              "$ref": "#/components/responses/NotFound"
             },
             "default": {
              "$ref": "#/components/responses/Error"
             }
            }
           }
          },
          "/api/v1/projects/{project}/api-keys": {
           "get": {
            "operationId": "listKeys",
            "summary": "The keys of a project, without their secrets",
            "tags": [
             "projects"
            ],
            "security": [
             {
              "accessToken": []
             }
            ],
            "parameters": [
             {
              "$ref": "#/components/parameters/project"
             }
            ],
            "responses": {
             "200": {
              "description": "All of them.",
              "content": {
               "application/json": {
                "schema": {
                 "$ref": "#/components/schemas/KeyList"
                }
               }
              }
             },
             "401": {
              "$ref": "#/components/responses/Unauthorized"
             },
             "403": {
              "$ref": "#/components/responses/Forbidden"
             },
             "404": {
              "$ref": "#/components/responses/NotFound"
             },
             "default": {
              "$ref": "#/components/responses/Error"
             }
            }
           },
           "post": {
            "operationId": "createKey",
            "summary": "Make an API key",
            "tags": [
             "projects"
            ],
            "security": [
             {
              "accessToken": []
             }
            ],
            "parameters": [
             {
              "$ref": "#/components/parameters/project"
             }
            ],
            "requestBody": {
             "required": true,
             "content": {
              "application/json": {
               "schema": {
                "$ref": "#/components/schemas/KeyDraft"
               },
               "example": {
                "name": "iOS",
                "scopes": [
                 "write"
                ]
               }
              }
             }
            },
            "responses": {
             "201": {
              "description": "The key and, once, its secret.",
              "content": {
               "application/json": {
                "schema": {
                 "$ref": "#/components/schemas/NewKey"
                }
               }
              }
             },
             "400": {
              "$ref": "#/components/responses/Malformed"
             },
             "413": {
              "$ref": "#/components/responses/TooLarge"
             },
             "415": {
              "$ref": "#/components/responses/WrongType"
             },
             "422": {
              "$ref": "#/components/responses/Invalid"
             },
             "401": {
              "$ref": "#/components/responses/Unauthorized"
             },
             "403": {
              "$ref": "#/components/responses/Forbidden"
             },
             "404": {
              "$ref": "#/components/responses/NotFound"
             },
             "default": {
              "$ref": "#/components/responses/Error"
             }
            }
           }
          },
          "/api/v1/projects/{project}/api-keys/{key}": {
           "delete": {
            "operationId": "revokeKey",
            "summary": "Revoke a key, at once",
            "tags": [
             "projects"
            ],
            "security": [
             {
              "accessToken": []
             }
            ],
            "parameters": [
             {
              "$ref": "#/components/parameters/project"
             },
             {
              "$ref": "#/components/parameters/key"
             }
            ],
            "responses": {
             "204": {
              "description": "Revoked."
             },
             "401": {
              "$ref": "#/components/responses/Unauthorized"
             },
             "403": {
              "$ref": "#/components/responses/Forbidden"
             },
             "404": {
              "$ref": "#/components/responses/NotFound"
             },
             "default": {
              "$ref": "#/components/responses/Error"
             }
            }
           }
          },
          "/api/v1/projects/{project}/api-keys/{key}/rotate": {
           "post": {
            "operationId": "rotateKey",
            "summary": "Give a key a new secret; the old one ends at once",
            "tags": [
             "projects"
            ],
            "security": [
             {
              "accessToken": []
             }
            ],
            "parameters": [
             {
              "$ref": "#/components/parameters/project"
             },
             {
              "$ref": "#/components/parameters/key"
             }
            ],
            "responses": {
             "200": {
              "description": "The key and, once, its new secret.",
              "content": {
               "application/json": {
                "schema": {
                 "$ref": "#/components/schemas/NewKey"
                }
               }
              }
             },
             "401": {
              "$ref": "#/components/responses/Unauthorized"
             },
             "403": {
              "$ref": "#/components/responses/Forbidden"
             },
             "404": {
              "$ref": "#/components/responses/NotFound"
             },
             "default": {
              "$ref": "#/components/responses/Error"
             }
            }
           }
          },
          "/api/v1/funnels": {
           "get": {
            "operationId": "listFunnels",
            "summary": "Saved funnels, of one project or of all",
            "tags": [
             "funnels"
            ],
            "security": [
             {
              "accessToken": []
             },
             {
              "apiKey": []
             }
            ],
            "parameters": [
             {
              "$ref": "#/components/parameters/projectFilter"
             }
            ],
            "responses": {
             "200": {
              "description": "All of them.",
              "content": {
               "application/json": {
                "schema": {
                 "$ref": "#/components/schemas/FunnelList"
                }
               }
              }
             },
             "401": {
              "$ref": "#/components/responses/Unauthorized"
             },
             "403": {
              "$ref": "#/components/responses/Forbidden"
             },
             "404": {
              "$ref": "#/components/responses/NotFound"
             },
             "default": {
              "$ref": "#/components/responses/Error"
             }
            }
           },
           "post": {
            "operationId": "createFunnel",
            "summary": "Save a funnel",
            "tags": [
             "funnels"
            ],
            "security": [
             {
              "accessToken": []
             }
            ],
            "requestBody": {
             "required": true,
             "content": {
              "application/json": {
               "schema": {
                "$ref": "#/components/schemas/FunnelDraft"
               },
               "example": {
                "project_id": "PROJECT",
                "name": "Purchase",
                "stages": [
                 {
                  "event_type": "product_view"
                 },
                 {
                  "event_type": "purchase",
                  "filters": [
                   {
                    "property": "price",
                    "operator": "gte",
                    "value": 10
                   }
                  ]
                 }
                ],
                "conversion_window_seconds": 604800
               }
              }
             }
            },
            "responses": {
             "201": {
              "description": "The funnel.",
              "content": {
               "application/json": {
                "schema": {
                 "$ref": "#/components/schemas/Funnel"
                }
               }
              }
             },
             "400": {
              "$ref": "#/components/responses/Malformed"
             },
             "413": {
              "$ref": "#/components/responses/TooLarge"
             },
             "415": {
              "$ref": "#/components/responses/WrongType"
             },
             "422": {
              "$ref": "#/components/responses/Invalid"
             },
             "401": {
              "$ref": "#/components/responses/Unauthorized"
             },
             "403": {
              "$ref": "#/components/responses/Forbidden"
             },
             "404": {
              "$ref": "#/components/responses/NotFound"
             },
             "default": {
              "$ref": "#/components/responses/Error"
             }
            }
           }
          },
          "/api/v1/funnels/{funnel}": {
           "get": {
            "operationId": "getFunnel",
            "summary": "A funnel",
            "tags": [
             "funnels"
            ],
            "security": [
             {
              "accessToken": []
             },
             {
              "apiKey": []
             }
            ],
            "parameters": [
             {
              "$ref": "#/components/parameters/funnel"
             }
            ],
            "responses": {
             "200": {
              "description": "The funnel.",
              "content": {
               "application/json": {
                "schema": {
                 "$ref": "#/components/schemas/Funnel"
                }
               }
              }
             },
             "401": {
              "$ref": "#/components/responses/Unauthorized"
             },
             "403": {
              "$ref": "#/components/responses/Forbidden"
             },
             "404": {
              "$ref": "#/components/responses/NotFound"
             },
             "default": {
              "$ref": "#/components/responses/Error"
             }
            }
           },
           "put": {
            "operationId": "replaceFunnel",
            "summary": "Define a funnel anew; what is left out goes back to its default",
            "tags": [
             "funnels"
            ],
            "security": [
             {
              "accessToken": []
             }
            ],
            "parameters": [
             {
              "$ref": "#/components/parameters/funnel"
             }
            ],
            "requestBody": {
             "required": true,
             "content": {
              "application/json": {
               "schema": {
                "$ref": "#/components/schemas/FunnelReplacement"
               }
              }
             }
            },
            "responses": {
             "200": {
              "description": "The funnel as it is now.",
              "content": {
               "application/json": {
                "schema": {
                 "$ref": "#/components/schemas/Funnel"
                }
               }
              }
             },
             "400": {
              "$ref": "#/components/responses/Malformed"
             },
             "413": {
              "$ref": "#/components/responses/TooLarge"
             },
             "415": {
              "$ref": "#/components/responses/WrongType"
             },
             "422": {
              "$ref": "#/components/responses/Invalid"
             },
             "401": {
              "$ref": "#/components/responses/Unauthorized"
             },
             "403": {
              "$ref": "#/components/responses/Forbidden"
             },
             "404": {
              "$ref": "#/components/responses/NotFound"
             },
             "default": {
              "$ref": "#/components/responses/Error"
             }
            }
           },
           "patch": {
            "operationId": "changeFunnel",
            "summary": "Change some of a funnel",
            "tags": [
             "funnels"
            ],
            "security": [
             {
              "accessToken": []
             }
            ],
            "parameters": [
             {
              "$ref": "#/components/parameters/funnel"
             }
            ],
            "requestBody": {
             "required": true,
             "content": {
              "application/json": {
               "schema": {
                "$ref": "#/components/schemas/FunnelChange"
               }
              }
             }
            },
            "responses": {
             "200": {
              "description": "The funnel as it is now.",
              "content": {
               "application/json": {
                "schema": {
                 "$ref": "#/components/schemas/Funnel"
                }
               }
              }
             },
             "400": {
              "$ref": "#/components/responses/Malformed"
             },
             "413": {
              "$ref": "#/components/responses/TooLarge"
             },
             "415": {
              "$ref": "#/components/responses/WrongType"
             },
             "422": {
              "$ref": "#/components/responses/Invalid"
             },
             "401": {
              "$ref": "#/components/responses/Unauthorized"
             },
             "403": {
              "$ref": "#/components/responses/Forbidden"
             },
             "404": {
              "$ref": "#/components/responses/NotFound"
             },
             "default": {
              "$ref": "#/components/responses/Error"
             }
            }
           },
           "delete": {
            "operationId": "deleteFunnel",
            "summary": "Remove a funnel",
            "tags": [
             "funnels"
            ],
            "security": [
             {
              "accessToken": []
             }
            ],
            "parameters": [
             {
              "$ref": "#/components/parameters/funnel"
             }
            ],
            "responses": {
             "204": {
              "description": "Removed."
             },
             "401": {
              "$ref": "#/components/responses/Unauthorized"
             },
             "403": {
              "$ref": "#/components/responses/Forbidden"
             },
             "404": {
              "$ref": "#/components/responses/NotFound"
             },
             "default": {
              "$ref": "#/components/responses/Error"
             }
            }
           }
          },
          "/api/v1/analytics/funnel/{funnel}": {
           "get": {
            "operationId": "askSavedFunnel",
            "summary": "Ask a saved funnel of some days",
            "tags": [
             "analytics"
            ],
            "security": [
             {
              "accessToken": []
             },
             {
              "apiKey": []
             }
            ],
            "parameters": [
             {
              "$ref": "#/components/parameters/funnel"
             },
             {
              "$ref": "#/components/parameters/startDate"
             },
             {
              "$ref": "#/components/parameters/endDate"
             }
            ],
            "responses": {
             "200": {
              "description": "The numbers.",
              "content": {
               "application/json": {
                "schema": {
                 "$ref": "#/components/schemas/FunnelAnswer"
                }
               }
              }
             },
             "401": {
              "$ref": "#/components/responses/Unauthorized"
             },
             "403": {
              "$ref": "#/components/responses/Forbidden"
             },
             "404": {
              "$ref": "#/components/responses/NotFound"
             },
             "422": {
              "$ref": "#/components/responses/Invalid"
             },
             "default": {
              "$ref": "#/components/responses/Error"
             }
            }
           }
          },
          "/api/v1/analytics/funnel": {
           "post": {
            "operationId": "askFunnel",
            "summary": "Ask a funnel that is not saved",
            "tags": [
             "analytics"
            ],
            "security": [
             {
              "accessToken": []
             },
             {
              "apiKey": []
             }
            ],
            "requestBody": {
             "required": true,
             "content": {
              "application/json": {
               "schema": {
                "$ref": "#/components/schemas/FunnelQuestion"
               }
              }
             }
            },
            "responses": {
             "200": {
              "description": "The numbers.",
              "content": {
               "application/json": {
                "schema": {
                 "$ref": "#/components/schemas/FunnelAnswer"
                }
               }
              }
             },
             "400": {
              "$ref": "#/components/responses/Malformed"
             },
             "413": {
              "$ref": "#/components/responses/TooLarge"
             },
             "415": {
              "$ref": "#/components/responses/WrongType"
             },
             "422": {
              "$ref": "#/components/responses/Invalid"
             },
             "401": {
              "$ref": "#/components/responses/Unauthorized"
             },
             "403": {
              "$ref": "#/components/responses/Forbidden"
             },
             "404": {
              "$ref": "#/components/responses/NotFound"
             },
             "default": {
              "$ref": "#/components/responses/Error"
             }
            }
           }
          },
          "/api/v1/track": {
           "post": {
            "operationId": "track",
            "summary": "Send one event",
            "tags": [
             "events"
            ],
            "security": [
             {
              "apiKey": []
             }
            ],
            "requestBody": {
             "required": true,
             "content": {
              "application/json": {
               "schema": {
                "$ref": "#/components/schemas/Event"
               },
               "example": {
                "event_type": "sign_up",
                "user_id": "u1",
                "properties": {
                 "plan": "free"
                }
               }
              }
             }
            },
            "responses": {
             "200": {
              "description": "On disk, and counted by the next question.",
              "content": {
               "application/json": {
                "schema": {
                 "$ref": "#/components/schemas/TrackAnswer"
                }
               }
              }
             },
             "400": {
              "$ref": "#/components/responses/Malformed"
             },
             "413": {
              "$ref": "#/components/responses/TooLarge"
             },
             "415": {
              "$ref": "#/components/responses/WrongType"
             },
             "422": {
              "$ref": "#/components/responses/Invalid"
             },
             "401": {
              "$ref": "#/components/responses/Unauthorized"
             },
             "403": {
              "$ref": "#/components/responses/Forbidden"
             },
             "503": {
              "$ref": "#/components/responses/Unavailable"
             },
             "default": {
              "$ref": "#/components/responses/Error"
             }
            }
           }
          },
          "/api/v1/track/batch": {
           "post": {
            "operationId": "trackBatch",
            "summary": "Send up to 2,500 events; a bad one does not fail its neighbours",
            "tags": [
             "events"
            ],
            "security": [
             {
              "apiKey": []
             }
            ],
            "requestBody": {
             "required": true,
             "content": {
              "application/json": {
               "schema": {
                "$ref": "#/components/schemas/Batch"
               }
              }
             }
            },
            "responses": {
             "200": {
              "description": "What became of them.",
              "content": {
               "application/json": {
                "schema": {
                 "$ref": "#/components/schemas/BatchAnswer"
                }
               }
              }
             },
             "400": {
              "$ref": "#/components/responses/Malformed"
             },
             "413": {
              "$ref": "#/components/responses/TooLarge"
             },
             "415": {
              "$ref": "#/components/responses/WrongType"
             },
             "422": {
              "$ref": "#/components/responses/Invalid"
             },
             "401": {
              "$ref": "#/components/responses/Unauthorized"
             },
             "403": {
              "$ref": "#/components/responses/Forbidden"
             },
             "503": {
              "$ref": "#/components/responses/Unavailable"
             },
             "default": {
              "$ref": "#/components/responses/Error"
             }
            }
           }
          }
         },
         "components": {
          "securitySchemes": {
           "accessToken": {
            "type": "http",
            "scheme": "bearer",
            "bearerFormat": "JWT",
            "description": "Good for 15 minutes."
           },
           "apiKey": {
            "type": "apiKey",
            "in": "header",
            "name": "X-API-Key",
            "description": "Of one project: the scope write sends events, read asks questions."
           }
          },
          "parameters": {
           "project": {
            "name": "project",
            "in": "path",
            "required": true,
            "schema": {
             "type": "string"
            }
           },
           "key": {
            "name": "key",
            "in": "path",
            "required": true,
            "schema": {
             "type": "string"
            }
           },
           "funnel": {
            "name": "funnel",
            "in": "path",
            "required": true,
            "schema": {
             "type": "string"
            }
           },
           "projectFilter": {
            "name": "project_id",
            "in": "query",
            "schema": {
             "type": "string"
            }
           },
           "startDate": {
            "name": "start_date",
            "in": "query",
            "description": "In the project's time zone. Without it, 30 days that end at end_date.",
            "schema": {
             "type": "string",
             "format": "date"
            }
           },
           "endDate": {
            "name": "end_date",
            "in": "query",
            "description": "Included. Without it, today.",
            "schema": {
             "type": "string",
             "format": "date"
            }
           }
          },
          "responses": {
           "Malformed": {
            "description": "Not JSON, or not gzip.",
            "content": {
             "application/json": {
              "schema": {
               "$ref": "#/components/schemas/Error"
              }
             }
            }
           },
           "Unauthorized": {
            "description": "No credentials, or wrong ones.",
            "content": {
             "application/json": {
              "schema": {
               "$ref": "#/components/schemas/Error"
              }
             }
            }
           },
           "Forbidden": {
            "description": "Your role, or the key's scope, does not allow it.",
            "content": {
             "application/json": {
              "schema": {
               "$ref": "#/components/schemas/Error"
              }
             }
            }
           },
           "NotFound": {
            "description": "Unknown, or of another organization.",
            "content": {
             "application/json": {
              "schema": {
               "$ref": "#/components/schemas/Error"
              }
             }
            }
           },
           "Conflict": {
            "description": "There is one like it.",
            "content": {
             "application/json": {
              "schema": {
               "$ref": "#/components/schemas/Error"
              }
             }
            }
           },
           "TooLarge": {
            "description": "Over a limit of size.",
            "content": {
             "application/json": {
              "schema": {
               "$ref": "#/components/schemas/Error"
              }
             }
            }
           },
           "WrongType": {
            "description": "Not application/json, or an unknown encoding.",
            "content": {
             "application/json": {
              "schema": {
               "$ref": "#/components/schemas/Error"
              }
             }
            }
           },
           "Invalid": {
            "description": "JSON with invalid values; details say which.",
            "content": {
             "application/json": {
              "schema": {
               "$ref": "#/components/schemas/Error"
              }
             }
            }
           },
           "Unavailable": {
            "description": "Try again later.",
            "content": {
             "application/json": {
              "schema": {
               "$ref": "#/components/schemas/Error"
              }
             }
            },
            "headers": {
             "Retry-After": {
              "description": "Seconds.",
              "schema": {
               "type": "integer"
              }
             }
            }
           },
           "Error": {
            "description": "Any other error.",
            "content": {
             "application/json": {
              "schema": {
               "$ref": "#/components/schemas/Error"
              }
             }
            }
           }
          },
          "schemas": {
           "Status": {
            "type": "object",
            "properties": {
             "status": {
              "type": "string"
             }
            },
            "required": [
             "status"
            ]
           },
           "Registration": {
            "type": "object",
            "properties": {
             "email": {
              "type": "string",
              "minLength": 3,
              "maxLength": 254
             },
             "password": {
              "type": "string",
              "minLength": 8,
              "maxLength": 72
             },
             "name": {
              "anyOf": [
               {
                "type": "string",
                "minLength": 1,
                "maxLength": 200
               },
               {
                "type": "null"
               }
              ]
             },
             "organization_name": {
              "anyOf": [
               {
                "type": "string",
                "minLength": 1,
                "maxLength": 200
               },
               {
                "type": "null"
               }
              ]
             }
            },
            "required": [
             "email",
             "password"
            ],
            "additionalProperties": false
           },
           "Credentials": {
            "type": "object",
            "properties": {
             "email": {
              "type": "string",
              "minLength": 1,
              "maxLength": 1000
             },
             "password": {
              "type": "string",
              "minLength": 1,
              "maxLength": 1000
             }
            },
            "required": [
             "email",
             "password"
            ],
            "additionalProperties": false
           },
           "RefreshToken": {
            "type": "object",
            "properties": {
             "refresh_token": {
              "type": "string",
              "minLength": 1,
              "maxLength": 500
             }
            },
            "required": [
             "refresh_token"
            ],
            "additionalProperties": false
           },
           "User": {
            "type": "object",
            "properties": {
             "id": {
              "type": "string"
             },
             "email": {
              "type": "string"
             },
             "name": {
              "type": "string"
             },
             "created_at": {
              "type": "string",
              "format": "date-time"
             }
            },
            "required": [
             "id",
             "email",
             "created_at"
            ]
           },
           "Organization": {
            "type": "object",
            "properties": {
             "id": {
              "type": "string"
             },
             "name": {
              "type": "string"
             },
             "role": {
              "enum": [
               "owner",
               "admin",
               "member",
               "viewer"
              ]
             }
            },
            "required": [
             "id",
             "name"
            ]
           },
           "Session": {
            "type": "object",
            "properties": {
             "user": {
              "$ref": "#/components/schemas/User"
             },
             "organization": {
              "$ref": "#/components/schemas/Organization"
             },
             "access_token": {
              "type": "string"
             },
             "refresh_token": {
              "type": "string"
             },
             "token_type": {
              "const": "Bearer"
             },
             "expires_in": {
              "type": "integer",
              "description": "Seconds."
             }
            },
            "required": [
             "user",
             "access_token",
             "refresh_token",
             "token_type",
             "expires_in"
            ]
           },
           "Me": {
            "type": "object",
            "properties": {
             "user": {
              "$ref": "#/components/schemas/User"
             },
             "organization": {
              "$ref": "#/components/schemas/Organization"
             },
             "organizations": {
              "type": "array",
              "items": {
               "$ref": "#/components/schemas/Organization"
              }
             }
            },
            "required": [
             "user",
             "organizations"
            ]
           },
           "Project": {
            "type": "object",
            "properties": {
             "id": {
              "type": "string"
             },
             "organization_id": {
              "type": "string"
             },
             "name": {
              "type": "string"
             },
             "timezone": {
              "type": "string"
             },
             "retention_days": {
              "type": [
               "integer",
               "null"
              ],
              "description": "Null keeps events for ever."
             },
             "created_at": {
              "type": "string",
              "format": "date-time"
             },
             "updated_at": {
              "type": "string",
              "format": "date-time"
             }
            },
            "required": [
             "id",
             "organization_id",
             "name",
             "timezone",
             "retention_days",
             "created_at",
             "updated_at"
            ]
           },
           "NewProject": {
            "type": "object",
            "properties": {
             "id": {
              "type": "string"
             },
             "organization_id": {
              "type": "string"
             },
             "name": {
              "type": "string"
             },
             "timezone": {
              "type": "string"
             },
             "retention_days": {
              "type": [
               "integer",
               "null"
              ],
              "description": "Null keeps events for ever."
             },
             "created_at": {
              "type": "string",
              "format": "date-time"
             },
             "updated_at": {
              "type": "string",
              "format": "date-time"
             },
             "api_key": {
              "type": "string"
             }
            },
            "required": [
             "id",
             "name",
             "api_key"
            ]
           },
           "ProjectList": {
            "type": "object",
            "properties": {
             "projects": {
              "type": "array",
              "items": {
               "$ref": "#/components/schemas/Project"
              }
             }
            },
            "required": [
             "projects"
            ]
           },
           "ProjectDraft": {
            "type": "object",
            "properties": {
             "name": {
              "type": "string",
              "minLength": 1,
              "maxLength": 100
             },
             "timezone": {
              "type": "string",
              "minLength": 1,
              "maxLength": 64,
              "description": "An IANA name.",
              "default": "UTC"
             },
             "retention_days": {
              "type": [
               "integer",
               "null"
              ],
              "minimum": 1,
              "maximum": 3650,
              "default": 90
             }
            },
            "required": [
             "name"
            ],
            "additionalProperties": false
           },
           "ProjectChange": {
            "type": "object",
            "properties": {
             "name": {
              "type": "string",
              "minLength": 1,
              "maxLength": 100
             },
             "timezone": {
              "type": "string",
              "minLength": 1,
              "maxLength": 64,
              "description": "An IANA name."
             },
             "retention_days": {
              "type": [
               "integer",
               "null"
              ],
              "minimum": 1,
              "maximum": 3650
             }
            },
            "additionalProperties": false
           },
           "Key": {
            "type": "object",
            "properties": {
             "id": {
              "type": "string"
             },
             "name": {
              "type": "string"
             },
             "scopes": {
              "type": "array",
              "items": {
               "enum": [
                "write",
                "read"
               ]
              }
             },
             "prefix": {
              "type": "string"
             },
             "created_at": {
              "type": "string",
              "format": "date-time"
             },
             "last_used_at": {
              "type": "string",
              "format": "date-time"
             }
            },
            "required": [
             "id",
             "name",
             "scopes",
             "prefix",
             "created_at"
            ]
           },
           "NewKey": {
            "type": "object",
            "properties": {
             "id": {
              "type": "string"
             },
             "name": {
              "type": "string"
             },
             "scopes": {
              "type": "array",
              "items": {
               "enum": [
                "write",
                "read"
               ]
              }
             },
             "prefix": {
              "type": "string"
             },
             "created_at": {
              "type": "string",
              "format": "date-time"
             },
             "last_used_at": {
              "type": "string",
              "format": "date-time"
             },
             "api_key": {
              "type": "string"
             }
            },
            "required": [
             "id",
             "name",
             "scopes",
             "prefix",
             "created_at",
             "api_key"
            ]
           },
           "KeyList": {
            "type": "object",
            "properties": {
             "api_keys": {
              "type": "array",
              "items": {
               "$ref": "#/components/schemas/Key"
              }
             }
            },
            "required": [
             "api_keys"
            ]
           },
           "KeyDraft": {
            "type": "object",
            "properties": {
             "name": {
              "type": "string",
              "minLength": 1,
              "maxLength": 100
             },
             "scopes": {
              "type": "array",
              "minItems": 1,
              "maxItems": 2,
              "items": {
               "enum": [
                "write",
                "read"
               ]
              },
              "default": [
               "write"
              ]
             }
            },
            "required": [
             "name"
            ],
            "additionalProperties": false
           },
           "Filter": {
            "type": "object",
            "properties": {
             "property": {
              "type": "string",
              "minLength": 1,
              "maxLength": 200,
              "description": "`a.b` means b within a, where no property is called so."
             },
             "operator": {
              "enum": [
               "eq",
               "neq",
               "in",
               "not_in",
               "contains",
               "not_contains",
               "gt",
               "gte",
               "lt",
               "lte",
               "is_set",
               "is_not_set",
               "matches"
              ]
             },
             "value": {
              "anyOf": [
               {
                "type": [
                 "string",
                 "number",
                 "boolean"
                ]
               },
               {
                "type": "array",
                "minItems": 1,
                "maxItems": 1000,
                "items": {
                 "type": [
                  "string",
                  "number",
                  "boolean"
                 ]
                }
               }
              ]
             }
            },
            "required": [
             "property",
             "operator"
            ],
            "additionalProperties": false
           },
           "Stage": {
            "type": "object",
            "properties": {
             "name": {
              "anyOf": [
               {
                "type": "string",
                "minLength": 1,
                "maxLength": 200
               },
               {
                "type": "null"
               }
              ]
             },
             "event_type": {
              "type": "string",
              "minLength": 1,
              "maxLength": 200
             },
             "event_types": {
              "type": "array",
              "minItems": 1,
              "maxItems": 20,
              "items": {
               "type": "string",
               "minLength": 1,
               "maxLength": 200
              }
             },
             "filters": {
              "type": "array",
              "maxItems": 20,
              "items": {
               "$ref": "#/components/schemas/Filter"
              }
             }
            },
            "additionalProperties": false,
            "description": "Has either event_type or event_types."
           },
           "Funnel": {
            "type": "object",
            "properties": {
             "id": {
              "type": "string"
             },
             "project_id": {
              "type": "string"
             },
             "name": {
              "type": "string"
             },
             "stages": {
              "type": "array",
              "minItems": 2,
              "maxItems": 20,
              "items": {
               "$ref": "#/components/schemas/Stage"
              }
             },
             "conversion_window_seconds": {
              "type": "integer",
              "minimum": 1,
              "maximum": 31622400,
              "default": 604800
             },
             "created_at": {
              "type": "string",
              "format": "date-time"
             },
             "updated_at": {
              "type": "string",
              "format": "date-time"
             }
            },
            "required": [
             "id",
             "project_id",
             "name",
             "stages",
             "conversion_window_seconds",
             "created_at",
             "updated_at"
            ]
           },
           "FunnelList": {
            "type": "object",
            "properties": {
             "funnels": {
              "type": "array",
              "items": {
               "$ref": "#/components/schemas/Funnel"
              }
             }
            },
            "required": [
             "funnels"
            ]
           },
           "FunnelDraft": {
            "type": "object",
            "properties": {
             "project_id": {
              "type": "string"
             },
             "name": {
              "type": "string",
              "minLength": 1,
              "maxLength": 200
             },
             "stages": {
              "type": "array",
              "minItems": 2,
              "maxItems": 20,
              "items": {
               "$ref": "#/components/schemas/Stage"
              }
             },
             "conversion_window_seconds": {
              "type": "integer",
              "minimum": 1,
              "maximum": 31622400,
              "default": 604800
             }
            },
            "required": [
             "project_id",
             "name",
             "stages"
            ],
            "description": "Options of later versions are refused unless they have their default."
           },
           "FunnelReplacement": {
            "type": "object",
            "properties": {
             "name": {
              "type": "string",
              "minLength": 1,
              "maxLength": 200
             },
             "stages": {
              "type": "array",
              "minItems": 2,
              "maxItems": 20,
              "items": {
               "$ref": "#/components/schemas/Stage"
              }
             },
             "conversion_window_seconds": {
              "type": "integer",
              "minimum": 1,
              "maximum": 31622400,
              "default": 604800
             }
            },
            "required": [
             "name",
             "stages"
            ]
           },
           "FunnelChange": {
            "type": "object",
            "properties": {
             "name": {
              "type": "string",
              "minLength": 1,
              "maxLength": 200
             },
             "stages": {
              "type": "array",
              "minItems": 2,
              "maxItems": 20,
              "items": {
               "$ref": "#/components/schemas/Stage"
              }
             },
             "conversion_window_seconds": {
              "type": "integer",
              "minimum": 1,
              "maximum": 31622400,
              "default": 604800
             }
            }
           },
           "FunnelQuestion": {
            "type": "object",
            "properties": {
             "project_id": {
              "type": "string"
             },
             "start_date": {
              "type": "string",
              "format": "date"
             },
             "end_date": {
              "type": "string",
              "format": "date"
             },
             "stages": {
              "type": "array",
              "minItems": 2,
              "maxItems": 20,
              "items": {
               "$ref": "#/components/schemas/Stage"
              }
             },
             "conversion_window_seconds": {
              "type": "integer",
              "minimum": 1,
              "maximum": 31622400,
              "default": 604800
             }
            },
            "required": [
             "project_id",
             "stages"
            ]
           },
           "Times": {
            "type": "object",
            "properties": {
             "mean_seconds": {
              "type": "number"
             },
             "median_seconds": {
              "type": "number"
             },
             "p90_seconds": {
              "type": "number"
             }
            },
            "required": [
             "mean_seconds",
             "median_seconds",
             "p90_seconds"
            ]
           },
           "StageAnswer": {
            "type": "object",
            "properties": {
             "stage_name": {
              "type": "string"
             },
             "event_type": {
              "type": "string"
             },
             "event_types": {
              "type": "array",
              "items": {
               "type": "string"
              }
             },
             "users": {
              "type": "integer"
             },
             "conversion_rate": {
              "type": "number",
              "description": "Percent of the first stage."
             },
             "step_conversion_rate": {
              "type": "number",
              "description": "Percent of the previous stage."
             },
             "drop_off": {
              "type": "integer"
             },
             "drop_off_rate": {
              "type": "number",
              "description": "Percent of the previous stage."
             },
             "in_progress": {
              "type": "integer",
              "description": "Persons whose attempt got exactly this far and may still go on."
             },
             "time_from_previous": {
              "$ref": "#/components/schemas/Times"
             }
            },
            "required": [
             "stage_name",
             "event_type",
             "event_types",
             "users",
             "conversion_rate",
             "step_conversion_rate",
             "drop_off",
             "drop_off_rate",
             "in_progress"
            ]
           },
           "FunnelAnswer": {
            "type": "object",
            "properties": {
             "funnel_id": {
              "type": "string"
             },
             "project_id": {
              "type": "string"
             },
             "date_range": {
              "type": "object",
              "properties": {
               "start_date": {
                "type": "string"
               },
               "end_date": {
                "type": "string"
               }
              },
              "required": [
               "start_date",
               "end_date"
              ]
             },
             "timezone": {
              "type": "string"
             },
             "conversion_window_seconds": {
              "type": "integer"
             },
             "stages": {
              "type": "array",
              "items": {
               "$ref": "#/components/schemas/StageAnswer"
              }
             },
             "overall_conversion_rate": {
              "type": "number"
             },
             "overall_conversion_interval": {
              "type": "object",
              "properties": {
               "lower": {
                "type": "number"
               },
               "upper": {
                "type": "number"
               }
              },
              "required": [
               "lower",
               "upper"
              ],
              "description": "95 % Wilson interval, in percent."
             },
             "time_to_convert": {
              "$ref": "#/components/schemas/Times"
             }
            },
            "required": [
             "project_id",
             "date_range",
             "timezone",
             "stages",
             "overall_conversion_rate",
             "overall_conversion_interval"
            ]
           },
           "Event": {
            "type": "object",
            "properties": {
             "event_type": {
              "type": "string",
              "minLength": 1,
              "maxLength": 200
             },
             "user_id": {
              "anyOf": [
               {
                "type": "string",
                "minLength": 1,
                "maxLength": 200
               },
               {
                "type": "null"
               }
              ]
             },
             "anonymous_id": {
              "anyOf": [
               {
                "type": "string",
                "minLength": 1,
                "maxLength": 200
               },
               {
                "type": "null"
               }
              ]
             },
             "session_id": {
              "anyOf": [
               {
                "type": "string",
                "minLength": 1,
                "maxLength": 200
               },
               {
                "type": "null"
               }
              ]
             },
             "event_id": {
              "anyOf": [
               {
                "type": "string",
                "minLength": 1,
                "maxLength": 200,
                "description": "Sent again, it is answered as a duplicate and counted once."
               },
               {
                "type": "null"
               }
              ]
             },
             "timestamp": {
              "anyOf": [
               {
                "type": "string",
                "format": "date-time",
                "description": "With Z or an offset; at most 24 hours ahead, and within retention."
               },
               {
                "type": "null"
               }
              ]
             },
             "sent_at": {
              "anyOf": [
               {
                "type": "string",
                "format": "date-time"
               },
               {
                "type": "null"
               }
              ]
             },
             "properties": {
              "anyOf": [
               {
                "type": "object",
                "maxProperties": 255,
                "description": "Nested at most 8 deep."
               },
               {
                "type": "null"
               }
              ]
             }
            },
            "required": [
             "event_type"
            ],
            "additionalProperties": false,
            "description": "Has user_id or anonymous_id, or both. At most 32 KiB."
           },
           "TrackAnswer": {
            "type": "object",
            "properties": {
             "status": {
              "enum": [
               "accepted",
               "duplicate"
              ]
             },
             "event_id": {
              "type": "string"
             }
            },
            "required": [
             "status",
             "event_id"
            ]
           },
           "Batch": {
            "type": "object",
            "properties": {
             "events": {
              "type": "array",
              "maxItems": 2500,
              "items": {
               "$ref": "#/components/schemas/Event"
              }
             },
             "sent_at": {
              "anyOf": [
               {
                "type": "string",
                "format": "date-time"
               },
               {
                "type": "null"
               }
              ]
             }
            },
            "required": [
             "events"
            ],
            "additionalProperties": false,
            "description": "At most 4 MiB after decompression."
           },
           "Rejection": {
            "type": "object",
            "properties": {
             "index": {
              "type": "integer",
              "description": "The place in the batch, from 0."
             },
             "event_id": {
              "type": "string"
             },
             "field": {
              "type": "string"
             },
             "code": {
              "type": "string"
             },
             "message": {
              "type": "string"
             }
            },
            "required": [
             "index",
             "field",
             "code",
             "message"
            ]
           },
           "BatchAnswer": {
            "type": "object",
            "properties": {
             "accepted": {
              "type": "integer"
             },
             "duplicates": {
              "type": "integer"
             },
             "rejected": {
              "type": "array",
              "items": {
               "$ref": "#/components/schemas/Rejection"
              }
             }
            },
            "required": [
             "accepted",
             "duplicates",
             "rejected"
            ]
           },
           "Problem": {
            "type": "object",
            "properties": {
             "field": {
              "type": "string"
             },
             "code": {
              "type": "string"
             },
             "message": {
              "type": "string"
             }
            },
            "required": [
             "field",
             "code",
             "message"
            ]
           },
           "Error": {
            "type": "object",
            "properties": {
             "error": {
              "type": "object",
              "properties": {
               "code": {
                "type": "string"
               },
               "message": {
                "type": "string"
               },
               "details": {
                "type": "array",
                "items": {
                 "$ref": "#/components/schemas/Problem"
                }
               },
               "request_id": {
                "type": "string"
               }
              },
              "required": [
               "code",
               "message",
               "details",
               "request_id"
              ]
             }
            },
            "required": [
             "error"
            ]
           }
          }
         }
        }
        """#
}
