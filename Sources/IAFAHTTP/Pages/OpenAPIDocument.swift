// Made by scripts/openapi from docs/openapi.yaml; do not edit.

/// The interface as an OpenAPI 3.1 document.
enum OpenAPIDocument {
    static let json = #"""
        {
         "openapi": "3.1.0",
         "info": {
          "title": "IAFA",
          "summary": "In-app funnel analytics",
          "version": "0.1.0",
          "license": {
           "name": "Apache-2.0",
           "identifier": "Apache-2.0"
          },
          "description": "Events in, funnels out.\n\n**Conventions.** JSON is snake_case. Times are RFC 3339, answered in UTC; dates are `YYYY-MM-DD` in the project's time\nzone; durations are seconds. Ids are opaque. In a body, `null` means the same as leaving a field out, but for\n`retention_days` and the rate limits of a project. A field that is not named here is refused, never ignored.\n\n**Bodies** are `application/json`, at most 1 MiB unless an operation says otherwise, and may be sent with\n`Content-Encoding: gzip`; limits count what comes out.\n\nA client that sends `Expect: 100-continue` is asked for the body (`100 Continue`) once everything that can be refused\nwithout it was looked at; what is refused is answered at once.\n\n**Errors** have one shape, whatever goes wrong and wherever: see the schema `Error`. What is no HTTP, or breaks off,\nis answered 400 `malformed_http`. What belongs to another organization is answered exactly as what does not exist.\nEvery answer has the header `X-Request-Id`, which the log of the server knows. Routes that answer GET answer HEAD,\ntoo.\n"
         },
         "servers": [
          {
           "url": "/",
           "description": "The server that this document comes from"
          }
         ],
         "tags": [
          {
           "name": "Events",
           "description": "What apps send."
          },
          {
           "name": "Compatible",
           "description": "What the clients of other products call, as they are: see docs/compatibility.md."
          },
          {
           "name": "Analytics",
           "description": "What was asked."
          },
          {
           "name": "Funnels",
           "description": "What is asked again and again."
          },
          {
           "name": "Projects",
           "description": "What is measured."
          },
          {
           "name": "API keys",
           "description": "What apps and scripts identify themselves with."
          },
          {
           "name": "Accounts",
           "description": "Who one is."
          },
          {
           "name": "Server",
           "description": "Its health, its page, this document."
          }
         ],
         "paths": {
          "/api/v1/track": {
           "post": {
            "operationId": "track",
            "tags": [
             "Events"
            ],
            "summary": "Send an event",
            "description": "What is answered `accepted` or `duplicate` is on disk, and is counted by the very next question. An event is stored\nonce however often it is sent: the same `event_id` in the same project is a duplicate for at least 7 days.\n\nA page that is left can send a beacon, which has no headers of its own: the key may stand in the query, and the\nJSON may come as `text/plain`. `--track-path` opens a second path beside this one.\n",
            "security": [
             {
              "apiKey": []
             },
             {
              "apiKeyInQuery": []
             }
            ],
            "requestBody": {
             "required": true,
             "content": {
              "text/plain": {
               "schema": {
                "type": "string",
                "description": "The same JSON."
               }
              },
              "application/json": {
               "schema": {
                "$ref": "#/components/schemas/Event"
               },
               "examples": {
                "whole": {
                 "value": {
                  "event_type": "add_to_cart",
                  "user_id": "user-4711",
                  "event_id": "01976f3e-7c1a-7d2e-9c55-0f6f5e6f7a10",
                  "timestamp": "2026-05-17T09:30:00.250Z",
                  "sent_at": "2026-05-17T09:30:01Z",
                  "session_id": "s-12",
                  "properties": {
                   "price": 12.5,
                   "currency": "EUR"
                  }
                 }
                },
                "least": {
                 "value": {
                  "event_type": "app_opened",
                  "anonymous_id": "device-1"
                 }
                }
               }
              }
             }
            },
            "responses": {
             "200": {
              "description": "It is on disk.",
              "headers": {
               "X-RateLimit-Limit": {
                "$ref": "#/components/headers/RateLimit"
               },
               "X-RateLimit-Remaining": {
                "$ref": "#/components/headers/RateLimitRemaining"
               },
               "X-RateLimit-Reset": {
                "$ref": "#/components/headers/RateLimitReset"
               }
              },
              "content": {
               "application/json": {
                "schema": {
                 "type": "object",
                 "additionalProperties": false,
                 "required": [
                  "status",
                  "event_id"
                 ],
                 "properties": {
                  "status": {
                   "enum": [
                    "accepted",
                    "duplicate"
                   ],
                   "description": "Whether it is there for the first time."
                  },
                  "event_id": {
                   "type": "string",
                   "description": "As sent; else the one that the server gave it."
                  }
                 }
                },
                "example": {
                 "status": "accepted",
                 "event_id": "01976f3e-7c1a-7d2e-9c55-0f6f5e6f7a10"
                }
               }
              }
             },
             "400": {
              "$ref": "#/components/responses/Malformed"
             },
             "401": {
              "$ref": "#/components/responses/Unauthorized"
             },
             "403": {
              "$ref": "#/components/responses/Forbidden"
             },
             "413": {
              "$ref": "#/components/responses/TooLarge"
             },
             "415": {
              "$ref": "#/components/responses/UnsupportedType"
             },
             "422": {
              "$ref": "#/components/responses/Invalid"
             },
             "429": {
              "$ref": "#/components/responses/RateLimited"
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
            "tags": [
             "Events"
            ],
            "summary": "Send up to 2,500 events",
            "description": "At most 4 MiB. Each event has a verdict of its own: a bad one never fails its neighbours, and is told of in\n`rejected`. A status other than 200 means that none of them was taken, and that all may be sent again. As to\nbeacons, see the operation for one event.\n",
            "security": [
             {
              "apiKey": []
             },
             {
              "apiKeyInQuery": []
             }
            ],
            "requestBody": {
             "required": true,
             "content": {
              "text/plain": {
               "schema": {
                "type": "string",
                "description": "The same JSON."
               }
              },
              "application/json": {
               "schema": {
                "type": "object",
                "additionalProperties": false,
                "required": [
                 "events"
                ],
                "properties": {
                 "events": {
                  "type": "array",
                  "maxItems": 2500,
                  "items": {
                   "$ref": "#/components/schemas/Event"
                  }
                 },
                 "sent_at": {
                  "description": "Of the events that have none of their own.",
                  "oneOf": [
                   {
                    "$ref": "#/components/schemas/Time"
                   },
                   {
                    "type": "null"
                   }
                  ]
                 }
                }
               },
               "example": {
                "sent_at": "2026-05-17T09:31:00Z",
                "events": [
                 {
                  "event_type": "product_view",
                  "user_id": "user-4711",
                  "timestamp": "2026-05-17T09:30:00Z"
                 },
                 {
                  "event_type": "purchase",
                  "user_id": "user-4711",
                  "timestamp": "2026-05-17T09:30:59Z"
                 }
                ]
               }
              }
             }
            },
            "responses": {
             "200": {
              "description": "What became of the events.",
              "headers": {
               "X-RateLimit-Limit": {
                "$ref": "#/components/headers/RateLimit"
               },
               "X-RateLimit-Remaining": {
                "$ref": "#/components/headers/RateLimitRemaining"
               },
               "X-RateLimit-Reset": {
                "$ref": "#/components/headers/RateLimitReset"
               }
              },
              "content": {
               "application/json": {
                "schema": {
                 "$ref": "#/components/schemas/BatchVerdict"
                },
                "example": {
                 "accepted": 1,
                 "duplicates": 0,
                 "rejected": [
                  {
                   "index": 1,
                   "field": "user_id",
                   "code": "required",
                   "message": "user_id: user_id or anonymous_id is required"
                  }
                 ]
                }
               }
              }
             },
             "400": {
              "$ref": "#/components/responses/Malformed"
             },
             "401": {
              "$ref": "#/components/responses/Unauthorized"
             },
             "403": {
              "$ref": "#/components/responses/Forbidden"
             },
             "413": {
              "$ref": "#/components/responses/TooLarge"
             },
             "415": {
              "$ref": "#/components/responses/UnsupportedType"
             },
             "422": {
              "$ref": "#/components/responses/Invalid"
             },
             "429": {
              "$ref": "#/components/responses/RateLimited"
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
          "/v1/{call}": {
           "parameters": [
            {
             "name": "call",
             "in": "path",
             "required": true,
             "schema": {
              "enum": [
               "track",
               "identify",
               "page",
               "screen",
               "group",
               "alias",
               "batch",
               "import",
               "t",
               "i",
               "p",
               "s",
               "g",
               "a",
               "b"
              ]
             }
            }
           ],
           "post": {
            "operationId": "segmentCall",
            "tags": [
             "Compatible"
            ],
            "summary": "Send a message, or a batch of them, as Segment's clients do",
            "description": "The key is the user name of Basic authentication, or `writeKey` in the body. At most 500 KiB, 2,500 messages, 32 KiB\na message; JSON, whatever its `Content-Type`, gzip or not. A batch is answered 200 where anything in it was taken.\nThe path moves with `--segment-path`.\n",
            "security": [
             {
              "writeKey": []
             },
             {}
            ],
            "requestBody": {
             "required": true,
             "content": {
              "application/json": {
               "schema": {
                "type": "object"
               }
              },
              "text/plain": {
               "schema": {
                "type": "string"
               }
              }
             }
            },
            "responses": {
             "200": {
              "description": "It is on disk.",
              "content": {
               "application/json": {
                "schema": {
                 "type": "object",
                 "additionalProperties": false,
                 "required": [
                  "success"
                 ],
                 "properties": {
                  "success": {
                   "const": true
                  }
                 }
                }
               }
              }
             },
             "400": {
              "$ref": "#/components/responses/RefusedEvents"
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
             "413": {
              "$ref": "#/components/responses/TooLarge"
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
          "/v1/projects/{write_key}/settings": {
           "parameters": [
            {
             "name": "write_key",
             "in": "path",
             "required": true,
             "schema": {
              "type": "string"
             }
            }
           ],
           "get": {
            "operationId": "segmentSettings",
            "tags": [
             "Compatible"
            ],
            "summary": "What Segment's clients ask for before they begin",
            "description": "The host under which it was asked is the one to which events are to be sent.",
            "security": [
             {}
            ],
            "responses": {
             "200": {
              "description": "Where to send events, and that there are no other destinations.",
              "content": {
               "application/json": {
                "schema": {
                 "type": "object"
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
          "/i/v0/e": {
           "post": {
            "operationId": "posthogCapture",
            "tags": [
             "Compatible"
            ],
            "summary": "Send an event, or several, as PostHog's clients do",
            "description": "`/i/v0/e`, `/e`, `/capture`, `/track`, `/batch` and `/engage` are the same, with and without a slash at the end;\nin `/engage` an event needs no name. An event, an array of them or an object with a `batch`: as JSON, as gzip, as\nbase 64, or in the field `data` of a form, whatever the headers say. The key is `api_key` or `token` in the body, in\nan event's properties, or in the query. At most 8 MiB, 2,500 events, 32 KiB an event. Answered 200 where anything\nin it was taken. The paths move with `--posthog-path`.\n",
            "security": [
             {}
            ],
            "requestBody": {
             "required": true,
             "content": {
              "application/json": {
               "schema": {
                "type": [
                 "object",
                 "array"
                ]
               }
              },
              "text/plain": {
               "schema": {
                "type": "string"
               }
              },
              "application/x-www-form-urlencoded": {
               "schema": {
                "type": "object",
                "properties": {
                 "data": {
                  "type": "string"
                 }
                }
               }
              }
             }
            },
            "responses": {
             "200": {
              "description": "It is on disk.",
              "content": {
               "application/json": {
                "schema": {
                 "type": "object",
                 "additionalProperties": false,
                 "required": [
                  "status"
                 ],
                 "properties": {
                  "status": {
                   "const": 1
                  }
                 }
                }
               }
              }
             },
             "400": {
              "$ref": "#/components/responses/RefusedEvents"
             },
             "401": {
              "$ref": "#/components/responses/Unauthorized"
             },
             "403": {
              "$ref": "#/components/responses/Forbidden"
             },
             "413": {
              "$ref": "#/components/responses/TooLarge"
             },
             "415": {
              "$ref": "#/components/responses/UnsupportedType"
             },
             "503": {
              "$ref": "#/components/responses/Unavailable"
             },
             "default": {
              "$ref": "#/components/responses/Error"
             }
            }
           },
           "get": {
            "operationId": "posthogCaptureByQuery",
            "tags": [
             "Compatible"
            ],
            "summary": "Send events in the query",
            "security": [
             {}
            ],
            "parameters": [
             {
              "name": "data",
              "in": "query",
              "required": true,
              "schema": {
               "type": "string"
              },
              "description": "JSON, or base 64 of it."
             }
            ],
            "responses": {
             "200": {
              "description": "It is on disk.",
              "content": {
               "application/json": {
                "schema": {
                 "type": "object",
                 "additionalProperties": false,
                 "required": [
                  "status"
                 ],
                 "properties": {
                  "status": {
                   "const": 1
                  }
                 }
                }
               }
              }
             },
             "400": {
              "$ref": "#/components/responses/RefusedEvents"
             },
             "401": {
              "$ref": "#/components/responses/Unauthorized"
             },
             "403": {
              "$ref": "#/components/responses/Forbidden"
             },
             "413": {
              "$ref": "#/components/responses/TooLarge"
             },
             "415": {
              "$ref": "#/components/responses/UnsupportedType"
             },
             "503": {
              "$ref": "#/components/responses/Unavailable"
             },
             "default": {
              "$ref": "#/components/responses/Error"
             }
            }
           },
           "options": {
            "operationId": "posthogCaptureOptions",
            "tags": [
             "Compatible"
            ],
            "summary": "Ask whether one may send",
            "security": [],
            "responses": {
             "204": {
              "description": "One may."
             },
             "default": {
              "$ref": "#/components/responses/Error"
             }
            }
           }
          },
          "/e": {
           "post": {
            "operationId": "posthogE",
            "tags": [
             "Compatible"
            ],
            "summary": "Send an event, or several, as PostHog's clients do",
            "description": "`/i/v0/e`, `/e`, `/capture`, `/track`, `/batch` and `/engage` are the same, with and without a slash at the end;\nin `/engage` an event needs no name. An event, an array of them or an object with a `batch`: as JSON, as gzip, as\nbase 64, or in the field `data` of a form, whatever the headers say. The key is `api_key` or `token` in the body, in\nan event's properties, or in the query. At most 8 MiB, 2,500 events, 32 KiB an event. Answered 200 where anything\nin it was taken. The paths move with `--posthog-path`.\n",
            "security": [
             {}
            ],
            "requestBody": {
             "required": true,
             "content": {
              "application/json": {
               "schema": {
                "type": [
                 "object",
                 "array"
                ]
               }
              },
              "text/plain": {
               "schema": {
                "type": "string"
               }
              },
              "application/x-www-form-urlencoded": {
               "schema": {
                "type": "object",
                "properties": {
                 "data": {
                  "type": "string"
                 }
                }
               }
              }
             }
            },
            "responses": {
             "200": {
              "description": "It is on disk.",
              "content": {
               "application/json": {
                "schema": {
                 "type": "object",
                 "additionalProperties": false,
                 "required": [
                  "status"
                 ],
                 "properties": {
                  "status": {
                   "const": 1
                  }
                 }
                }
               }
              }
             },
             "400": {
              "$ref": "#/components/responses/RefusedEvents"
             },
             "401": {
              "$ref": "#/components/responses/Unauthorized"
             },
             "403": {
              "$ref": "#/components/responses/Forbidden"
             },
             "413": {
              "$ref": "#/components/responses/TooLarge"
             },
             "415": {
              "$ref": "#/components/responses/UnsupportedType"
             },
             "503": {
              "$ref": "#/components/responses/Unavailable"
             },
             "default": {
              "$ref": "#/components/responses/Error"
             }
            }
           },
           "get": {
            "operationId": "posthogEByQuery",
            "tags": [
             "Compatible"
            ],
            "summary": "Send events in the query",
            "security": [
             {}
            ],
            "parameters": [
             {
              "name": "data",
              "in": "query",
              "required": true,
              "schema": {
               "type": "string"
              },
              "description": "JSON, or base 64 of it."
             }
            ],
            "responses": {
             "200": {
              "description": "It is on disk.",
              "content": {
               "application/json": {
                "schema": {
                 "type": "object",
                 "additionalProperties": false,
                 "required": [
                  "status"
                 ],
                 "properties": {
                  "status": {
                   "const": 1
                  }
                 }
                }
               }
              }
             },
             "400": {
              "$ref": "#/components/responses/RefusedEvents"
             },
             "401": {
              "$ref": "#/components/responses/Unauthorized"
             },
             "403": {
              "$ref": "#/components/responses/Forbidden"
             },
             "413": {
              "$ref": "#/components/responses/TooLarge"
             },
             "415": {
              "$ref": "#/components/responses/UnsupportedType"
             },
             "503": {
              "$ref": "#/components/responses/Unavailable"
             },
             "default": {
              "$ref": "#/components/responses/Error"
             }
            }
           },
           "options": {
            "operationId": "posthogEOptions",
            "tags": [
             "Compatible"
            ],
            "summary": "Ask whether one may send",
            "security": [],
            "responses": {
             "204": {
              "description": "One may."
             },
             "default": {
              "$ref": "#/components/responses/Error"
             }
            }
           }
          },
          "/capture": {
           "post": {
            "operationId": "posthogCapturePath",
            "tags": [
             "Compatible"
            ],
            "summary": "Send an event, or several, as PostHog's clients do",
            "description": "`/i/v0/e`, `/e`, `/capture`, `/track`, `/batch` and `/engage` are the same, with and without a slash at the end;\nin `/engage` an event needs no name. An event, an array of them or an object with a `batch`: as JSON, as gzip, as\nbase 64, or in the field `data` of a form, whatever the headers say. The key is `api_key` or `token` in the body, in\nan event's properties, or in the query. At most 8 MiB, 2,500 events, 32 KiB an event. Answered 200 where anything\nin it was taken. The paths move with `--posthog-path`.\n",
            "security": [
             {}
            ],
            "requestBody": {
             "required": true,
             "content": {
              "application/json": {
               "schema": {
                "type": [
                 "object",
                 "array"
                ]
               }
              },
              "text/plain": {
               "schema": {
                "type": "string"
               }
              },
              "application/x-www-form-urlencoded": {
               "schema": {
                "type": "object",
                "properties": {
                 "data": {
                  "type": "string"
                 }
                }
               }
              }
             }
            },
            "responses": {
             "200": {
              "description": "It is on disk.",
              "content": {
               "application/json": {
                "schema": {
                 "type": "object",
                 "additionalProperties": false,
                 "required": [
                  "status"
                 ],
                 "properties": {
                  "status": {
                   "const": 1
                  }
                 }
                }
               }
              }
             },
             "400": {
              "$ref": "#/components/responses/RefusedEvents"
             },
             "401": {
              "$ref": "#/components/responses/Unauthorized"
             },
             "403": {
              "$ref": "#/components/responses/Forbidden"
             },
             "413": {
              "$ref": "#/components/responses/TooLarge"
             },
             "415": {
              "$ref": "#/components/responses/UnsupportedType"
             },
             "503": {
              "$ref": "#/components/responses/Unavailable"
             },
             "default": {
              "$ref": "#/components/responses/Error"
             }
            }
           },
           "get": {
            "operationId": "posthogCapturePathByQuery",
            "tags": [
             "Compatible"
            ],
            "summary": "Send events in the query",
            "security": [
             {}
            ],
            "parameters": [
             {
              "name": "data",
              "in": "query",
              "required": true,
              "schema": {
               "type": "string"
              },
              "description": "JSON, or base 64 of it."
             }
            ],
            "responses": {
             "200": {
              "description": "It is on disk.",
              "content": {
               "application/json": {
                "schema": {
                 "type": "object",
                 "additionalProperties": false,
                 "required": [
                  "status"
                 ],
                 "properties": {
                  "status": {
                   "const": 1
                  }
                 }
                }
               }
              }
             },
             "400": {
              "$ref": "#/components/responses/RefusedEvents"
             },
             "401": {
              "$ref": "#/components/responses/Unauthorized"
             },
             "403": {
              "$ref": "#/components/responses/Forbidden"
             },
             "413": {
              "$ref": "#/components/responses/TooLarge"
             },
             "415": {
              "$ref": "#/components/responses/UnsupportedType"
             },
             "503": {
              "$ref": "#/components/responses/Unavailable"
             },
             "default": {
              "$ref": "#/components/responses/Error"
             }
            }
           },
           "options": {
            "operationId": "posthogCapturePathOptions",
            "tags": [
             "Compatible"
            ],
            "summary": "Ask whether one may send",
            "security": [],
            "responses": {
             "204": {
              "description": "One may."
             },
             "default": {
              "$ref": "#/components/responses/Error"
             }
            }
           }
          },
          "/track": {
           "post": {
            "operationId": "posthogTrack",
            "tags": [
             "Compatible"
            ],
            "summary": "Send an event, or several, as PostHog's clients do",
            "description": "`/i/v0/e`, `/e`, `/capture`, `/track`, `/batch` and `/engage` are the same, with and without a slash at the end;\nin `/engage` an event needs no name. An event, an array of them or an object with a `batch`: as JSON, as gzip, as\nbase 64, or in the field `data` of a form, whatever the headers say. The key is `api_key` or `token` in the body, in\nan event's properties, or in the query. At most 8 MiB, 2,500 events, 32 KiB an event. Answered 200 where anything\nin it was taken. The paths move with `--posthog-path`.\n",
            "security": [
             {}
            ],
            "requestBody": {
             "required": true,
             "content": {
              "application/json": {
               "schema": {
                "type": [
                 "object",
                 "array"
                ]
               }
              },
              "text/plain": {
               "schema": {
                "type": "string"
               }
              },
              "application/x-www-form-urlencoded": {
               "schema": {
                "type": "object",
                "properties": {
                 "data": {
                  "type": "string"
                 }
                }
               }
              }
             }
            },
            "responses": {
             "200": {
              "description": "It is on disk.",
              "content": {
               "application/json": {
                "schema": {
                 "type": "object",
                 "additionalProperties": false,
                 "required": [
                  "status"
                 ],
                 "properties": {
                  "status": {
                   "const": 1
                  }
                 }
                }
               }
              }
             },
             "400": {
              "$ref": "#/components/responses/RefusedEvents"
             },
             "401": {
              "$ref": "#/components/responses/Unauthorized"
             },
             "403": {
              "$ref": "#/components/responses/Forbidden"
             },
             "413": {
              "$ref": "#/components/responses/TooLarge"
             },
             "415": {
              "$ref": "#/components/responses/UnsupportedType"
             },
             "503": {
              "$ref": "#/components/responses/Unavailable"
             },
             "default": {
              "$ref": "#/components/responses/Error"
             }
            }
           },
           "get": {
            "operationId": "posthogTrackByQuery",
            "tags": [
             "Compatible"
            ],
            "summary": "Send events in the query",
            "security": [
             {}
            ],
            "parameters": [
             {
              "name": "data",
              "in": "query",
              "required": true,
              "schema": {
               "type": "string"
              },
              "description": "JSON, or base 64 of it."
             }
            ],
            "responses": {
             "200": {
              "description": "It is on disk.",
              "content": {
               "application/json": {
                "schema": {
                 "type": "object",
                 "additionalProperties": false,
                 "required": [
                  "status"
                 ],
                 "properties": {
                  "status": {
                   "const": 1
                  }
                 }
                }
               }
              }
             },
             "400": {
              "$ref": "#/components/responses/RefusedEvents"
             },
             "401": {
              "$ref": "#/components/responses/Unauthorized"
             },
             "403": {
              "$ref": "#/components/responses/Forbidden"
             },
             "413": {
              "$ref": "#/components/responses/TooLarge"
             },
             "415": {
              "$ref": "#/components/responses/UnsupportedType"
             },
             "503": {
              "$ref": "#/components/responses/Unavailable"
             },
             "default": {
              "$ref": "#/components/responses/Error"
             }
            }
           },
           "options": {
            "operationId": "posthogTrackOptions",
            "tags": [
             "Compatible"
            ],
            "summary": "Ask whether one may send",
            "security": [],
            "responses": {
             "204": {
              "description": "One may."
             },
             "default": {
              "$ref": "#/components/responses/Error"
             }
            }
           }
          },
          "/batch": {
           "post": {
            "operationId": "posthogBatch",
            "tags": [
             "Compatible"
            ],
            "summary": "Send an event, or several, as PostHog's clients do",
            "description": "`/i/v0/e`, `/e`, `/capture`, `/track`, `/batch` and `/engage` are the same, with and without a slash at the end;\nin `/engage` an event needs no name. An event, an array of them or an object with a `batch`: as JSON, as gzip, as\nbase 64, or in the field `data` of a form, whatever the headers say. The key is `api_key` or `token` in the body, in\nan event's properties, or in the query. At most 8 MiB, 2,500 events, 32 KiB an event. Answered 200 where anything\nin it was taken. The paths move with `--posthog-path`.\n",
            "security": [
             {}
            ],
            "requestBody": {
             "required": true,
             "content": {
              "application/json": {
               "schema": {
                "type": [
                 "object",
                 "array"
                ]
               }
              },
              "text/plain": {
               "schema": {
                "type": "string"
               }
              },
              "application/x-www-form-urlencoded": {
               "schema": {
                "type": "object",
                "properties": {
                 "data": {
                  "type": "string"
                 }
                }
               }
              }
             }
            },
            "responses": {
             "200": {
              "description": "It is on disk.",
              "content": {
               "application/json": {
                "schema": {
                 "type": "object",
                 "additionalProperties": false,
                 "required": [
                  "status"
                 ],
                 "properties": {
                  "status": {
                   "const": 1
                  }
                 }
                }
               }
              }
             },
             "400": {
              "$ref": "#/components/responses/RefusedEvents"
             },
             "401": {
              "$ref": "#/components/responses/Unauthorized"
             },
             "403": {
              "$ref": "#/components/responses/Forbidden"
             },
             "413": {
              "$ref": "#/components/responses/TooLarge"
             },
             "415": {
              "$ref": "#/components/responses/UnsupportedType"
             },
             "503": {
              "$ref": "#/components/responses/Unavailable"
             },
             "default": {
              "$ref": "#/components/responses/Error"
             }
            }
           },
           "get": {
            "operationId": "posthogBatchByQuery",
            "tags": [
             "Compatible"
            ],
            "summary": "Send events in the query",
            "security": [
             {}
            ],
            "parameters": [
             {
              "name": "data",
              "in": "query",
              "required": true,
              "schema": {
               "type": "string"
              },
              "description": "JSON, or base 64 of it."
             }
            ],
            "responses": {
             "200": {
              "description": "It is on disk.",
              "content": {
               "application/json": {
                "schema": {
                 "type": "object",
                 "additionalProperties": false,
                 "required": [
                  "status"
                 ],
                 "properties": {
                  "status": {
                   "const": 1
                  }
                 }
                }
               }
              }
             },
             "400": {
              "$ref": "#/components/responses/RefusedEvents"
             },
             "401": {
              "$ref": "#/components/responses/Unauthorized"
             },
             "403": {
              "$ref": "#/components/responses/Forbidden"
             },
             "413": {
              "$ref": "#/components/responses/TooLarge"
             },
             "415": {
              "$ref": "#/components/responses/UnsupportedType"
             },
             "503": {
              "$ref": "#/components/responses/Unavailable"
             },
             "default": {
              "$ref": "#/components/responses/Error"
             }
            }
           },
           "options": {
            "operationId": "posthogBatchOptions",
            "tags": [
             "Compatible"
            ],
            "summary": "Ask whether one may send",
            "security": [],
            "responses": {
             "204": {
              "description": "One may."
             },
             "default": {
              "$ref": "#/components/responses/Error"
             }
            }
           }
          },
          "/engage": {
           "post": {
            "operationId": "posthogEngage",
            "tags": [
             "Compatible"
            ],
            "summary": "Send an event, or several, as PostHog's clients do",
            "description": "`/i/v0/e`, `/e`, `/capture`, `/track`, `/batch` and `/engage` are the same, with and without a slash at the end;\nin `/engage` an event needs no name. An event, an array of them or an object with a `batch`: as JSON, as gzip, as\nbase 64, or in the field `data` of a form, whatever the headers say. The key is `api_key` or `token` in the body, in\nan event's properties, or in the query. At most 8 MiB, 2,500 events, 32 KiB an event. Answered 200 where anything\nin it was taken. The paths move with `--posthog-path`.\n",
            "security": [
             {}
            ],
            "requestBody": {
             "required": true,
             "content": {
              "application/json": {
               "schema": {
                "type": [
                 "object",
                 "array"
                ]
               }
              },
              "text/plain": {
               "schema": {
                "type": "string"
               }
              },
              "application/x-www-form-urlencoded": {
               "schema": {
                "type": "object",
                "properties": {
                 "data": {
                  "type": "string"
                 }
                }
               }
              }
             }
            },
            "responses": {
             "200": {
              "description": "It is on disk.",
              "content": {
               "application/json": {
                "schema": {
                 "type": "object",
                 "additionalProperties": false,
                 "required": [
                  "status"
                 ],
                 "properties": {
                  "status": {
                   "const": 1
                  }
                 }
                }
               }
              }
             },
             "400": {
              "$ref": "#/components/responses/RefusedEvents"
             },
             "401": {
              "$ref": "#/components/responses/Unauthorized"
             },
             "403": {
              "$ref": "#/components/responses/Forbidden"
             },
             "413": {
              "$ref": "#/components/responses/TooLarge"
             },
             "415": {
              "$ref": "#/components/responses/UnsupportedType"
             },
             "503": {
              "$ref": "#/components/responses/Unavailable"
             },
             "default": {
              "$ref": "#/components/responses/Error"
             }
            }
           },
           "get": {
            "operationId": "posthogEngageByQuery",
            "tags": [
             "Compatible"
            ],
            "summary": "Send events in the query",
            "security": [
             {}
            ],
            "parameters": [
             {
              "name": "data",
              "in": "query",
              "required": true,
              "schema": {
               "type": "string"
              },
              "description": "JSON, or base 64 of it."
             }
            ],
            "responses": {
             "200": {
              "description": "It is on disk.",
              "content": {
               "application/json": {
                "schema": {
                 "type": "object",
                 "additionalProperties": false,
                 "required": [
                  "status"
                 ],
                 "properties": {
                  "status": {
                   "const": 1
                  }
                 }
                }
               }
              }
             },
             "400": {
              "$ref": "#/components/responses/RefusedEvents"
             },
             "401": {
              "$ref": "#/components/responses/Unauthorized"
             },
             "403": {
              "$ref": "#/components/responses/Forbidden"
             },
             "413": {
              "$ref": "#/components/responses/TooLarge"
             },
             "415": {
              "$ref": "#/components/responses/UnsupportedType"
             },
             "503": {
              "$ref": "#/components/responses/Unavailable"
             },
             "default": {
              "$ref": "#/components/responses/Error"
             }
            }
           },
           "options": {
            "operationId": "posthogEngageOptions",
            "tags": [
             "Compatible"
            ],
            "summary": "Ask whether one may send",
            "security": [],
            "responses": {
             "204": {
              "description": "One may."
             },
             "default": {
              "$ref": "#/components/responses/Error"
             }
            }
           }
          },
          "/flags": {
           "post": {
            "operationId": "posthogFlags",
            "tags": [
             "Compatible"
            ],
            "summary": "Ask for feature flags: there are none",
            "description": "The answer has the forms of every version, and says that what isn't here is switched off.",
            "security": [
             {}
            ],
            "requestBody": {
             "required": true,
             "content": {
              "application/json": {
               "schema": {
                "type": "object"
               }
              },
              "application/x-www-form-urlencoded": {
               "schema": {
                "type": "object",
                "properties": {
                 "data": {
                  "type": "string"
                 }
                }
               }
              }
             }
            },
            "responses": {
             "200": {
              "description": "No flags.",
              "content": {
               "application/json": {
                "schema": {
                 "type": "object"
                }
               }
              }
             },
             "400": {
              "$ref": "#/components/responses/RefusedEvents"
             },
             "401": {
              "$ref": "#/components/responses/Unauthorized"
             },
             "403": {
              "$ref": "#/components/responses/Forbidden"
             },
             "413": {
              "$ref": "#/components/responses/TooLarge"
             },
             "415": {
              "$ref": "#/components/responses/UnsupportedType"
             },
             "default": {
              "$ref": "#/components/responses/Error"
             }
            }
           },
           "options": {
            "operationId": "posthogFlagsOptions",
            "tags": [
             "Compatible"
            ],
            "summary": "Ask whether one may send",
            "security": [],
            "responses": {
             "204": {
              "description": "One may."
             },
             "default": {
              "$ref": "#/components/responses/Error"
             }
            }
           }
          },
          "/decide": {
           "post": {
            "operationId": "posthogDecide",
            "tags": [
             "Compatible"
            ],
            "summary": "Ask for feature flags: there are none",
            "description": "The answer has the forms of every version, and says that what isn't here is switched off.",
            "security": [
             {}
            ],
            "requestBody": {
             "required": true,
             "content": {
              "application/json": {
               "schema": {
                "type": "object"
               }
              },
              "application/x-www-form-urlencoded": {
               "schema": {
                "type": "object",
                "properties": {
                 "data": {
                  "type": "string"
                 }
                }
               }
              }
             }
            },
            "responses": {
             "200": {
              "description": "No flags.",
              "content": {
               "application/json": {
                "schema": {
                 "type": "object"
                }
               }
              }
             },
             "400": {
              "$ref": "#/components/responses/RefusedEvents"
             },
             "401": {
              "$ref": "#/components/responses/Unauthorized"
             },
             "403": {
              "$ref": "#/components/responses/Forbidden"
             },
             "413": {
              "$ref": "#/components/responses/TooLarge"
             },
             "415": {
              "$ref": "#/components/responses/UnsupportedType"
             },
             "default": {
              "$ref": "#/components/responses/Error"
             }
            }
           },
           "options": {
            "operationId": "posthogDecideOptions",
            "tags": [
             "Compatible"
            ],
            "summary": "Ask whether one may send",
            "security": [],
            "responses": {
             "204": {
              "description": "One may."
             },
             "default": {
              "$ref": "#/components/responses/Error"
             }
            }
           }
          },
          "/array/{token}/config": {
           "parameters": [
            {
             "name": "token",
             "in": "path",
             "required": true,
             "schema": {
              "type": "string"
             }
            }
           ],
           "get": {
            "operationId": "posthogConfig",
            "tags": [
             "Compatible"
            ],
            "summary": "What posthog-js asks for before it begins",
            "security": [
             {}
            ],
            "responses": {
             "200": {
              "description": "What isn't here is switched off.",
              "content": {
               "application/json": {
                "schema": {
                 "type": "object"
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
          "/array/{token}/config.js": {
           "parameters": [
            {
             "name": "token",
             "in": "path",
             "required": true,
             "schema": {
              "type": "string"
             }
            }
           ],
           "get": {
            "operationId": "posthogConfigScript",
            "tags": [
             "Compatible"
            ],
            "summary": "The same as a script",
            "security": [
             {}
            ],
            "responses": {
             "200": {
              "description": "A script that leaves it where posthog-js looks.",
              "content": {
               "application/javascript": {
                "schema": {
                 "type": "string"
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
          "/api/v1/analytics/funnel/{funnel_id}": {
           "parameters": [
            {
             "$ref": "#/components/parameters/FunnelID"
            }
           ],
           "get": {
            "operationId": "askSavedFunnel",
            "tags": [
             "Analytics"
            ],
            "summary": "Ask a saved funnel",
            "description": "Parameters that are not named here are refused.",
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
              "$ref": "#/components/parameters/StartDate"
             },
             {
              "$ref": "#/components/parameters/EndDate"
             },
             {
              "$ref": "#/components/parameters/Breakdown"
             },
             {
              "$ref": "#/components/parameters/BreakdownAt"
             },
             {
              "$ref": "#/components/parameters/BreakdownStep"
             },
             {
              "name": "breakdown_limit",
              "in": "query",
              "description": "How many values get a row of their own.",
              "schema": {
               "type": "integer",
               "minimum": 1,
               "maximum": 100,
               "default": 25
              }
             },
             {
              "name": "interval",
              "in": "query",
              "description": "The length of the periods by which the attempts are counted.",
              "schema": {
               "enum": [
                "day",
                "week",
                "month"
               ]
              }
             },
             {
              "name": "compare",
              "in": "query",
              "description": "`previous`: as many days, right before these.",
              "schema": {
               "enum": [
                "previous"
               ]
              }
             },
             {
              "name": "compare_start_date",
              "in": "query",
              "description": "Instead of `compare`, the first of the other days.",
              "schema": {
               "$ref": "#/components/schemas/Day"
              }
             },
             {
              "name": "compare_end_date",
              "in": "query",
              "description": "The last of the other days, included.",
              "schema": {
               "$ref": "#/components/schemas/Day"
              }
             }
            ],
            "responses": {
             "200": {
              "$ref": "#/components/responses/FunnelAnswer"
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
             "503": {
              "$ref": "#/components/responses/Unavailable"
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
            "tags": [
             "Analytics"
            ],
            "summary": "Ask a funnel that is not saved",
            "description": "A saved funnel can be sent as it was read; its `id`, `name` and times are not looked at.",
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
               },
               "example": {
                "project_id": "8q2m4v9x1c7z5k3n6b0d",
                "start_date": "2026-05-01",
                "end_date": "2026-05-31",
                "conversion_window_seconds": 86400,
                "stages": [
                 {
                  "event_type": "product_view",
                  "filters": [
                   {
                    "property": "price",
                    "operator": "gte",
                    "value": 10
                   }
                  ]
                 },
                 {
                  "name": "Interested",
                  "event_types": [
                   "add_to_cart",
                   "add_to_wishlist"
                  ]
                 },
                 {
                  "event_type": "purchase"
                 }
                ]
               }
              }
             }
            },
            "responses": {
             "200": {
              "$ref": "#/components/responses/FunnelAnswer"
             },
             "400": {
              "$ref": "#/components/responses/Malformed"
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
             "413": {
              "$ref": "#/components/responses/TooLarge"
             },
             "415": {
              "$ref": "#/components/responses/UnsupportedType"
             },
             "422": {
              "$ref": "#/components/responses/Invalid"
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
          "/api/v1/analytics/funnel/{funnel_id}/persons": {
           "parameters": [
            {
             "$ref": "#/components/parameters/FunnelID"
            }
           ],
           "get": {
            "operationId": "personsOfSavedFunnel",
            "tags": [
             "Analytics"
            ],
            "summary": "The persons behind a number of a saved funnel",
            "description": "Pages in a fixed order: whoever is there from the first page to the last is listed once, whatever comes in\nmeanwhile. With `format=csv`, or `Accept: text/csv`, all persons as one table in order of entry; a text that a\nspreadsheet would take for a formula has an apostrophe before it.\n",
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
              "$ref": "#/components/parameters/StartDate"
             },
             {
              "$ref": "#/components/parameters/EndDate"
             },
             {
              "$ref": "#/components/parameters/Breakdown"
             },
             {
              "$ref": "#/components/parameters/BreakdownAt"
             },
             {
              "$ref": "#/components/parameters/BreakdownStep"
             },
             {
              "name": "step",
              "in": "query",
              "description": "Counted from 1.",
              "schema": {
               "type": "integer",
               "minimum": 1,
               "maximum": 20,
               "default": 1
              }
             },
             {
              "name": "outcome",
              "in": "query",
              "description": "See the schema `PersonsQuestion`.",
              "schema": {
               "enum": [
                "converted",
                "dropped",
                "in_progress",
                "excluded",
                "any"
               ],
               "default": "any"
              }
             },
             {
              "name": "breakdown_value",
              "in": "query",
              "description": "Only attempts with this value: a number, `true` or `false` where it reads as one, else a text; a text in quotes is what they enclose.",
              "schema": {
               "type": "string"
              }
             },
             {
              "name": "breakdown_missing",
              "in": "query",
              "description": "Only attempts without a value.",
              "schema": {
               "type": "boolean"
              }
             },
             {
              "name": "limit",
              "in": "query",
              "schema": {
               "type": "integer",
               "minimum": 1,
               "maximum": 1000,
               "default": 100
              }
             },
             {
              "name": "cursor",
              "in": "query",
              "description": "The `next_cursor` of an answer to the same question.",
              "schema": {
               "type": "string"
              }
             },
             {
              "name": "format",
              "in": "query",
              "schema": {
               "enum": [
                "json",
                "csv"
               ]
              }
             }
            ],
            "responses": {
             "200": {
              "$ref": "#/components/responses/Persons"
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
             "503": {
              "$ref": "#/components/responses/Unavailable"
             },
             "default": {
              "$ref": "#/components/responses/Error"
             }
            }
           }
          },
          "/api/v1/analytics/funnel/persons": {
           "post": {
            "operationId": "personsOfFunnel",
            "tags": [
             "Analytics"
            ],
            "summary": "The persons behind a number of a funnel that is not saved",
            "description": "The same for a funnel in the body, which may be a saved one as it was read.",
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
                "$ref": "#/components/schemas/PersonsQuestion"
               },
               "example": {
                "project_id": "8q2m4v9x1c7z5k3n6b0d",
                "step": 2,
                "outcome": "dropped",
                "stages": [
                 {
                  "event_type": "product_view"
                 },
                 {
                  "event_type": "purchase"
                 }
                ]
               }
              }
             }
            },
            "responses": {
             "200": {
              "$ref": "#/components/responses/Persons"
             },
             "400": {
              "$ref": "#/components/responses/Malformed"
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
             "413": {
              "$ref": "#/components/responses/TooLarge"
             },
             "415": {
              "$ref": "#/components/responses/UnsupportedType"
             },
             "422": {
              "$ref": "#/components/responses/Invalid"
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
          "/api/v1/analytics/funnel/{funnel_id}/next-events": {
           "parameters": [
            {
             "$ref": "#/components/parameters/FunnelID"
            }
           ],
           "get": {
            "operationId": "nextEventsOfSavedFunnel",
            "tags": [
             "Analytics"
            ],
            "summary": "What the dropped did next of a saved funnel",
            "description": "The event types that occur after the last step of those who dropped out there, until their window ended, by how\nmany of them did each. Of more than 1,000,000 a part chosen by chance is looked at; the answer says of how many.\n",
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
              "$ref": "#/components/parameters/StartDate"
             },
             {
              "$ref": "#/components/parameters/EndDate"
             },
             {
              "name": "step",
              "in": "query",
              "description": "The last step that they took, counted from 1; not the funnel's last.",
              "schema": {
               "type": "integer",
               "minimum": 1,
               "maximum": 19,
               "default": 1
              }
             },
             {
              "name": "limit",
              "in": "query",
              "description": "How many event types are listed.",
              "schema": {
               "type": "integer",
               "minimum": 1,
               "maximum": 100,
               "default": 25
              }
             }
            ],
            "responses": {
             "200": {
              "$ref": "#/components/responses/NextEvents"
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
             "503": {
              "$ref": "#/components/responses/Unavailable"
             },
             "default": {
              "$ref": "#/components/responses/Error"
             }
            }
           }
          },
          "/api/v1/analytics/funnel/next-events": {
           "post": {
            "operationId": "nextEventsOfFunnel",
            "tags": [
             "Analytics"
            ],
            "summary": "What the dropped did next of a funnel that is not saved",
            "description": "The same for a funnel in the body, which may be a saved one as it was read.",
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
                "$ref": "#/components/schemas/NextEventsQuestion"
               },
               "example": {
                "project_id": "8q2m4v9x1c7z5k3n6b0d",
                "step": 1,
                "stages": [
                 {
                  "event_type": "product_view"
                 },
                 {
                  "event_type": "purchase"
                 }
                ]
               }
              }
             }
            },
            "responses": {
             "200": {
              "$ref": "#/components/responses/NextEvents"
             },
             "400": {
              "$ref": "#/components/responses/Malformed"
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
             "413": {
              "$ref": "#/components/responses/TooLarge"
             },
             "415": {
              "$ref": "#/components/responses/UnsupportedType"
             },
             "422": {
              "$ref": "#/components/responses/Invalid"
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
          "/api/v1/analytics/funnel/{funnel_id}/correlations": {
           "parameters": [
            {
             "$ref": "#/components/parameters/FunnelID"
            }
           ],
           "get": {
            "operationId": "correlationsOfSavedFunnel",
            "tags": [
             "Analytics"
            ],
            "summary": "What goes with conversion of a saved funnel",
            "description": "Event types that occur within attempts before these ended, and values of properties that attempts began with,\neach with how much likelier conversion is with it than without. That does not make it a cause. Attempts in\nprogress are left out; of more than 200,000 a part chosen by chance is looked at.\n",
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
              "$ref": "#/components/parameters/StartDate"
             },
             {
              "$ref": "#/components/parameters/EndDate"
             },
             {
              "name": "limit",
              "in": "query",
              "description": "How many are listed each way.",
              "schema": {
               "type": "integer",
               "minimum": 1,
               "maximum": 100,
               "default": 10
              }
             }
            ],
            "responses": {
             "200": {
              "$ref": "#/components/responses/Correlations"
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
             "503": {
              "$ref": "#/components/responses/Unavailable"
             },
             "default": {
              "$ref": "#/components/responses/Error"
             }
            }
           }
          },
          "/api/v1/analytics/funnel/correlations": {
           "post": {
            "operationId": "correlationsOfFunnel",
            "tags": [
             "Analytics"
            ],
            "summary": "What goes with conversion of a funnel that is not saved",
            "description": "The same for a funnel in the body, which may be a saved one as it was read.",
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
                "$ref": "#/components/schemas/CorrelationsQuestion"
               },
               "example": {
                "project_id": "8q2m4v9x1c7z5k3n6b0d",
                "limit": 5,
                "stages": [
                 {
                  "event_type": "product_view"
                 },
                 {
                  "event_type": "purchase"
                 }
                ]
               }
              }
             }
            },
            "responses": {
             "200": {
              "$ref": "#/components/responses/Correlations"
             },
             "400": {
              "$ref": "#/components/responses/Malformed"
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
             "413": {
              "$ref": "#/components/responses/TooLarge"
             },
             "415": {
              "$ref": "#/components/responses/UnsupportedType"
             },
             "422": {
              "$ref": "#/components/responses/Invalid"
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
          "/api/v1/funnels": {
           "get": {
            "operationId": "listFunnels",
            "tags": [
             "Funnels"
            ],
            "summary": "List funnels, oldest first",
            "description": "Of one project; else of all that one may read, which for an API key is its own.",
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
              "name": "project_id",
              "in": "query",
              "schema": {
               "$ref": "#/components/schemas/ID"
              }
             }
            ],
            "responses": {
             "200": {
              "description": "The funnels.",
              "content": {
               "application/json": {
                "schema": {
                 "type": "object",
                 "additionalProperties": false,
                 "required": [
                  "funnels"
                 ],
                 "properties": {
                  "funnels": {
                   "type": "array",
                   "items": {
                    "$ref": "#/components/schemas/Funnel"
                   }
                  }
                 }
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
            "tags": [
             "Funnels"
            ],
            "summary": "Save a funnel",
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
                "$ref": "#/components/schemas/NewFunnel"
               },
               "example": {
                "project_id": "8q2m4v9x1c7z5k3n6b0d",
                "name": "Purchase",
                "stages": [
                 {
                  "event_type": "product_view"
                 },
                 {
                  "event_type": "add_to_cart"
                 },
                 {
                  "event_type": "purchase"
                 }
                ]
               }
              }
             }
            },
            "responses": {
             "201": {
              "$ref": "#/components/responses/Funnel"
             },
             "400": {
              "$ref": "#/components/responses/Malformed"
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
             "413": {
              "$ref": "#/components/responses/TooLarge"
             },
             "415": {
              "$ref": "#/components/responses/UnsupportedType"
             },
             "422": {
              "$ref": "#/components/responses/Invalid"
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
          "/api/v1/funnels/{funnel_id}": {
           "parameters": [
            {
             "$ref": "#/components/parameters/FunnelID"
            }
           ],
           "get": {
            "operationId": "readFunnel",
            "tags": [
             "Funnels"
            ],
            "summary": "Read a funnel",
            "security": [
             {
              "accessToken": []
             },
             {
              "apiKey": []
             }
            ],
            "responses": {
             "200": {
              "$ref": "#/components/responses/Funnel"
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
            "tags": [
             "Funnels"
            ],
            "summary": "Define a funnel anew",
            "description": "What is absent goes back to its default. A funnel stays in its project.",
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
                "$ref": "#/components/schemas/FunnelChange",
                "required": [
                 "name",
                 "stages"
                ],
                "properties": {
                 "name": {
                  "type": "string"
                 }
                }
               }
              }
             }
            },
            "responses": {
             "200": {
              "$ref": "#/components/responses/Funnel"
             },
             "400": {
              "$ref": "#/components/responses/Malformed"
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
             "413": {
              "$ref": "#/components/responses/TooLarge"
             },
             "415": {
              "$ref": "#/components/responses/UnsupportedType"
             },
             "422": {
              "$ref": "#/components/responses/Invalid"
             },
             "503": {
              "$ref": "#/components/responses/Unavailable"
             },
             "default": {
              "$ref": "#/components/responses/Error"
             }
            }
           },
           "patch": {
            "operationId": "changeFunnel",
            "tags": [
             "Funnels"
            ],
            "summary": "Change some fields of a funnel",
            "description": "What is absent stays as it is; `stages` are replaced as a whole.",
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
                "$ref": "#/components/schemas/FunnelChange"
               },
               "example": {
                "name": "Purchase within a day",
                "conversion_window_seconds": 86400
               }
              }
             }
            },
            "responses": {
             "200": {
              "$ref": "#/components/responses/Funnel"
             },
             "400": {
              "$ref": "#/components/responses/Malformed"
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
             "413": {
              "$ref": "#/components/responses/TooLarge"
             },
             "415": {
              "$ref": "#/components/responses/UnsupportedType"
             },
             "422": {
              "$ref": "#/components/responses/Invalid"
             },
             "503": {
              "$ref": "#/components/responses/Unavailable"
             },
             "default": {
              "$ref": "#/components/responses/Error"
             }
            }
           },
           "delete": {
            "operationId": "deleteFunnel",
            "tags": [
             "Funnels"
            ],
            "summary": "Remove a funnel",
            "security": [
             {
              "accessToken": []
             }
            ],
            "responses": {
             "204": {
              "$ref": "#/components/responses/Done"
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
             "503": {
              "$ref": "#/components/responses/Unavailable"
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
            "tags": [
             "Projects"
            ],
            "summary": "List projects, oldest first",
            "security": [
             {
              "accessToken": []
             }
            ],
            "responses": {
             "200": {
              "description": "The projects of the organizations that one belongs to.",
              "content": {
               "application/json": {
                "schema": {
                 "type": "object",
                 "additionalProperties": false,
                 "required": [
                  "projects"
                 ],
                 "properties": {
                  "projects": {
                   "type": "array",
                   "items": {
                    "$ref": "#/components/schemas/Project"
                   }
                  }
                 }
                }
               }
              }
             },
             "401": {
              "$ref": "#/components/responses/Unauthorized"
             },
             "default": {
              "$ref": "#/components/responses/Error"
             }
            }
           },
           "post": {
            "operationId": "createProject",
            "tags": [
             "Projects"
            ],
            "summary": "Make a project with a first API key",
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
                "$ref": "#/components/schemas/ProjectChange",
                "required": [
                 "name"
                ],
                "properties": {
                 "name": {
                  "type": "string"
                 }
                }
               },
               "example": {
                "name": "Shop",
                "timezone": "Europe/Berlin",
                "retention_days": 90
               }
              }
             }
            },
            "responses": {
             "201": {
              "description": "The project and, once, the secret of its key, which is for sending events.",
              "content": {
               "application/json": {
                "schema": {
                 "$ref": "#/components/schemas/Project",
                 "required": [
                  "api_key"
                 ]
                }
               }
              }
             },
             "400": {
              "$ref": "#/components/responses/Malformed"
             },
             "401": {
              "$ref": "#/components/responses/Unauthorized"
             },
             "403": {
              "$ref": "#/components/responses/Forbidden"
             },
             "413": {
              "$ref": "#/components/responses/TooLarge"
             },
             "415": {
              "$ref": "#/components/responses/UnsupportedType"
             },
             "422": {
              "$ref": "#/components/responses/Invalid"
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
          "/api/v1/projects/{project_id}": {
           "parameters": [
            {
             "$ref": "#/components/parameters/ProjectID"
            }
           ],
           "get": {
            "operationId": "readProject",
            "tags": [
             "Projects"
            ],
            "summary": "Read a project",
            "security": [
             {
              "accessToken": []
             }
            ],
            "responses": {
             "200": {
              "$ref": "#/components/responses/Project"
             },
             "401": {
              "$ref": "#/components/responses/Unauthorized"
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
            "tags": [
             "Projects"
            ],
            "summary": "Change some fields of a project",
            "description": "What is absent stays as it is. A shorter retention removes days for good.",
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
                "$ref": "#/components/schemas/ProjectChange"
               },
               "example": {
                "retention_days": null
               }
              }
             }
            },
            "responses": {
             "200": {
              "$ref": "#/components/responses/Project"
             },
             "400": {
              "$ref": "#/components/responses/Malformed"
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
             "413": {
              "$ref": "#/components/responses/TooLarge"
             },
             "415": {
              "$ref": "#/components/responses/UnsupportedType"
             },
             "422": {
              "$ref": "#/components/responses/Invalid"
             },
             "503": {
              "$ref": "#/components/responses/Unavailable"
             },
             "default": {
              "$ref": "#/components/responses/Error"
             }
            }
           },
           "delete": {
            "operationId": "deleteProject",
            "tags": [
             "Projects"
            ],
            "summary": "Remove a project with its keys, funnels and events",
            "description": "Its keys go first. Where the disk refuses (503), they may be gone while the rest is there; try again.\n",
            "security": [
             {
              "accessToken": []
             }
            ],
            "responses": {
             "204": {
              "$ref": "#/components/responses/Done"
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
             "503": {
              "$ref": "#/components/responses/Unavailable"
             },
             "default": {
              "$ref": "#/components/responses/Error"
             }
            }
           }
          },
          "/api/v1/projects/{project_id}/rejections": {
           "parameters": [
            {
             "$ref": "#/components/parameters/ProjectID"
            }
           ],
           "get": {
            "operationId": "listRejections",
            "tags": [
             "Projects"
            ],
            "summary": "See what was refused, the newest first",
            "description": "The last 1,000 events and requests of the project that were refused within 7 days, through whatever door they came.\nWhat carried no known key belongs to no project. A server that is killed forgets those of its last seconds. Parameters\nthat are not named here are refused.\n",
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
              "name": "code",
              "in": "query",
              "description": "Only those with this code.",
              "schema": {
               "type": "string"
              }
             },
             {
              "name": "cursor",
              "in": "query",
              "description": "The `next_cursor` of the page before.",
              "schema": {
               "type": "string"
              }
             },
             {
              "name": "limit",
              "in": "query",
              "schema": {
               "type": "integer",
               "minimum": 1,
               "maximum": 1000,
               "default": 100
              }
             }
            ],
            "responses": {
             "200": {
              "description": "A page of rejections.",
              "content": {
               "application/json": {
                "schema": {
                 "type": "object",
                 "additionalProperties": false,
                 "required": [
                  "rejections",
                  "counts"
                 ],
                 "properties": {
                  "rejections": {
                   "type": "array",
                   "maxItems": 1000,
                   "items": {
                    "$ref": "#/components/schemas/Rejection"
                   }
                  },
                  "counts": {
                   "type": "object",
                   "description": "All that was refused in the last 7 days, by code, whether it is among the last 1,000 or not.\n",
                   "additionalProperties": {
                    "type": "integer",
                    "minimum": 1
                   }
                  },
                  "next_cursor": {
                   "type": "string",
                   "description": "Where there are more."
                  }
                 }
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
          "/api/v1/projects/{project_id}/ingestion": {
           "parameters": [
            {
             "$ref": "#/components/parameters/ProjectID"
            }
           ],
           "get": {
            "operationId": "readIngestion",
            "tags": [
             "Projects"
            ],
            "summary": "See how much came, and what became of it",
            "description": "By hours of UTC in which the server received something; kept as long as the project's events, and at least 90 days.\nAccepted events are counted exactly, whatever the server dies of; of all else a kill loses the last seconds. Imports\nare not counted. Parameters that are not named here are refused.\n",
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
              "name": "start",
              "in": "query",
              "description": "A date or a time; the hour that it is in is the first. By default 7 days before the end.",
              "schema": {
               "$ref": "#/components/schemas/Instant"
              }
             },
             {
              "name": "end",
              "in": "query",
              "description": "A date, which is included, or a time, before which the last hour begins; at most 366 days in all. By default now.\n",
              "schema": {
               "$ref": "#/components/schemas/Instant"
              }
             }
            ],
            "responses": {
             "200": {
              "description": "The counts.",
              "content": {
               "application/json": {
                "schema": {
                 "type": "object",
                 "additionalProperties": false,
                 "required": [
                  "start",
                  "end",
                  "totals",
                  "hours"
                 ],
                 "properties": {
                  "start": {
                   "$ref": "#/components/schemas/Time"
                  },
                  "end": {
                   "$ref": "#/components/schemas/Time",
                   "description": "Not included."
                  },
                  "totals": {
                   "$ref": "#/components/schemas/IngestionCounts"
                  },
                  "hours": {
                   "type": "array",
                   "description": "Hours in which anything came, oldest first.",
                   "items": {
                    "$ref": "#/components/schemas/IngestionCounts",
                    "required": [
                     "hour"
                    ],
                    "properties": {
                     "hour": {
                      "$ref": "#/components/schemas/Time",
                      "description": "When it began."
                     }
                    }
                   }
                  }
                 }
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
          "/api/v1/projects/{project_id}/api-keys": {
           "parameters": [
            {
             "$ref": "#/components/parameters/ProjectID"
            }
           ],
           "get": {
            "operationId": "listKeys",
            "tags": [
             "API keys"
            ],
            "summary": "List a project's keys, oldest first",
            "description": "Without their secrets, which only their holders know.",
            "security": [
             {
              "accessToken": []
             }
            ],
            "responses": {
             "200": {
              "description": "The keys.",
              "content": {
               "application/json": {
                "schema": {
                 "type": "object",
                 "additionalProperties": false,
                 "required": [
                  "api_keys"
                 ],
                 "properties": {
                  "api_keys": {
                   "type": "array",
                   "items": {
                    "$ref": "#/components/schemas/Key"
                   }
                  }
                 }
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
            "tags": [
             "API keys"
            ],
            "summary": "Make a key",
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
                "type": "object",
                "additionalProperties": false,
                "required": [
                 "name"
                ],
                "properties": {
                 "name": {
                  "$ref": "#/components/schemas/Text",
                  "maxLength": 100
                 },
                 "scopes": {
                  "type": [
                   "array",
                   "null"
                  ],
                  "minItems": 1,
                  "maxItems": 2,
                  "items": {
                   "$ref": "#/components/schemas/Scope"
                  },
                  "default": [
                   "write"
                  ]
                 }
                }
               },
               "example": {
                "name": "Reports",
                "scopes": [
                 "read"
                ]
               }
              }
             }
            },
            "responses": {
             "201": {
              "$ref": "#/components/responses/NewKey"
             },
             "400": {
              "$ref": "#/components/responses/Malformed"
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
             "413": {
              "$ref": "#/components/responses/TooLarge"
             },
             "415": {
              "$ref": "#/components/responses/UnsupportedType"
             },
             "422": {
              "$ref": "#/components/responses/Invalid"
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
          "/api/v1/projects/{project_id}/api-keys/{key_id}": {
           "parameters": [
            {
             "$ref": "#/components/parameters/ProjectID"
            },
            {
             "$ref": "#/components/parameters/KeyID"
            }
           ],
           "delete": {
            "operationId": "revokeKey",
            "tags": [
             "API keys"
            ],
            "summary": "Revoke a key, effective at once",
            "security": [
             {
              "accessToken": []
             }
            ],
            "responses": {
             "204": {
              "$ref": "#/components/responses/Done"
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
             "503": {
              "$ref": "#/components/responses/Unavailable"
             },
             "default": {
              "$ref": "#/components/responses/Error"
             }
            }
           }
          },
          "/api/v1/projects/{project_id}/api-keys/{key_id}/rotate": {
           "parameters": [
            {
             "$ref": "#/components/parameters/ProjectID"
            },
            {
             "$ref": "#/components/parameters/KeyID"
            }
           ],
           "post": {
            "operationId": "rotateKey",
            "tags": [
             "API keys"
            ],
            "summary": "Give a key a new secret",
            "description": "The old secret is refused at once.",
            "security": [
             {
              "accessToken": []
             }
            ],
            "responses": {
             "200": {
              "$ref": "#/components/responses/NewKey"
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
             "503": {
              "$ref": "#/components/responses/Unavailable"
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
            "tags": [
             "Accounts"
            ],
            "summary": "Make an account with an organization of its own",
            "security": [],
            "requestBody": {
             "required": true,
             "content": {
              "application/json": {
               "schema": {
                "type": "object",
                "additionalProperties": false,
                "required": [
                 "email",
                 "password"
                ],
                "properties": {
                 "email": {
                  "type": "string",
                  "format": "email",
                  "minLength": 3,
                  "maxLength": 254,
                  "description": "An account has one whatever its case."
                 },
                 "password": {
                  "type": "string",
                  "format": "password",
                  "minLength": 8,
                  "maxLength": 72,
                  "pattern": "^[^\\u0000]*$",
                  "description": "8 to 72 bytes of UTF-8, any but NUL."
                 },
                 "name": {
                  "$ref": "#/components/schemas/OptionalText"
                 },
                 "organization_name": {
                  "$ref": "#/components/schemas/OptionalText"
                 }
                }
               },
               "example": {
                "email": "ada@example.com",
                "password": "correct horse battery",
                "name": "Ada",
                "organization_name": "Engines"
               }
              }
             }
            },
            "responses": {
             "201": {
              "$ref": "#/components/responses/Session"
             },
             "400": {
              "$ref": "#/components/responses/Malformed"
             },
             "409": {
              "$ref": "#/components/responses/Conflict"
             },
             "413": {
              "$ref": "#/components/responses/TooLarge"
             },
             "415": {
              "$ref": "#/components/responses/UnsupportedType"
             },
             "422": {
              "$ref": "#/components/responses/Invalid"
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
            "tags": [
             "Accounts"
            ],
            "summary": "Sign in",
            "description": "A wrong password and an unknown email get the same answer, after the same time.",
            "security": [],
            "requestBody": {
             "required": true,
             "content": {
              "application/json": {
               "schema": {
                "type": "object",
                "additionalProperties": false,
                "required": [
                 "email",
                 "password"
                ],
                "properties": {
                 "email": {
                  "$ref": "#/components/schemas/Text",
                  "maxLength": 1000
                 },
                 "password": {
                  "type": "string",
                  "format": "password"
                 }
                }
               },
               "example": {
                "email": "ada@example.com",
                "password": "correct horse battery"
               }
              }
             }
            },
            "responses": {
             "200": {
              "$ref": "#/components/responses/Session"
             },
             "400": {
              "$ref": "#/components/responses/Malformed"
             },
             "401": {
              "$ref": "#/components/responses/Unauthorized"
             },
             "413": {
              "$ref": "#/components/responses/TooLarge"
             },
             "415": {
              "$ref": "#/components/responses/UnsupportedType"
             },
             "422": {
              "$ref": "#/components/responses/Invalid"
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
            "tags": [
             "Accounts"
            ],
            "summary": "Exchange a refresh token for new tokens",
            "description": "A refresh token is good once, for 30 days. One that is sent again was stolen, or its client lost its way: it ends the\nsign-in, and the person signs in anew.\n",
            "security": [],
            "requestBody": {
             "$ref": "#/components/requestBodies/RefreshToken"
            },
            "responses": {
             "200": {
              "$ref": "#/components/responses/Session"
             },
             "400": {
              "$ref": "#/components/responses/Malformed"
             },
             "401": {
              "$ref": "#/components/responses/Unauthorized"
             },
             "413": {
              "$ref": "#/components/responses/TooLarge"
             },
             "415": {
              "$ref": "#/components/responses/UnsupportedType"
             },
             "422": {
              "$ref": "#/components/responses/Invalid"
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
          "/api/v1/auth/logout": {
           "post": {
            "operationId": "logout",
            "tags": [
             "Accounts"
            ],
            "summary": "End a sign-in",
            "description": "Access tokens that it gave out go on to the end of their 15 minutes.",
            "security": [],
            "requestBody": {
             "$ref": "#/components/requestBodies/RefreshToken"
            },
            "responses": {
             "204": {
              "description": "There is no such sign-in any more; whether there was one is not said."
             },
             "400": {
              "$ref": "#/components/responses/Malformed"
             },
             "413": {
              "$ref": "#/components/responses/TooLarge"
             },
             "415": {
              "$ref": "#/components/responses/UnsupportedType"
             },
             "422": {
              "$ref": "#/components/responses/Invalid"
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
          "/api/v1/auth/me": {
           "get": {
            "operationId": "me",
            "tags": [
             "Accounts"
            ],
            "summary": "Whose access token this is",
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
                 "type": "object",
                 "additionalProperties": false,
                 "required": [
                  "user",
                  "organizations"
                 ],
                 "properties": {
                  "user": {
                   "$ref": "#/components/schemas/User"
                  },
                  "organization": {
                   "$ref": "#/components/schemas/Organization",
                   "description": "The first of them."
                  },
                  "organizations": {
                   "type": "array",
                   "items": {
                    "$ref": "#/components/schemas/Organization"
                   }
                  }
                 }
                }
               }
              }
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
          "/health/live": {
           "get": {
            "operationId": "live",
            "tags": [
             "Server"
            ],
            "summary": "Whether the process answers",
            "security": [],
            "responses": {
             "200": {
              "$ref": "#/components/responses/Health"
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
            "tags": [
             "Server"
            ],
            "summary": "Whether the server can work",
            "security": [],
            "responses": {
             "200": {
              "$ref": "#/components/responses/Health"
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
          "/metrics": {
           "get": {
            "operationId": "metrics",
            "tags": [
             "Server"
            ],
            "summary": "The server's numbers, for Prometheus",
            "description": "Where the server has a `metrics_token`, it must be sent as `Authorization: Bearer …`. Where it has none, only the\nserver's own machine may read them, and not through a proxy.\n",
            "security": [],
            "responses": {
             "200": {
              "description": "The text format, version 0.0.4.",
              "content": {
               "text/plain": {
                "schema": {
                 "type": "string"
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
          "/api/v1/openapi.json": {
           "get": {
            "operationId": "openAPI",
            "tags": [
             "Server"
            ],
            "summary": "This document",
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
          "/": {
           "get": {
            "operationId": "home",
            "tags": [
             "Server"
            ],
            "summary": "How to begin, for people",
            "security": [],
            "responses": {
             "200": {
              "description": "A page.",
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
            "tags": [
             "Server"
            ],
            "summary": "The style sheet of the page",
            "security": [],
            "responses": {
             "200": {
              "description": "A style sheet.",
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
          }
         },
         "components": {
          "securitySchemes": {
           "accessToken": {
            "type": "http",
            "scheme": "bearer",
            "bearerFormat": "JWT",
            "description": "Of a person; from registering, signing in or refreshing. Good for 15 minutes."
           },
           "apiKey": {
            "type": "apiKey",
            "in": "header",
            "name": "X-API-Key",
            "description": "Of a project, with scopes: `write` to send events, `read` to read and ask funnels. A key of another scope is\nanswered 403.\n"
           },
           "apiKeyInQuery": {
            "type": "apiKey",
            "in": "query",
            "name": "api_key",
            "description": "The same key where no header can be set. It shows in the logs of what is in front of the server, so use a key that\ncan only write, as every app ships one.\n"
           },
           "writeKey": {
            "type": "http",
            "scheme": "basic",
            "description": "The same key as the user name, with any password or none."
           }
          },
          "parameters": {
           "StartDate": {
            "name": "start_date",
            "in": "query",
            "description": "The first day, 1970-01-01 or later. By default 30 days that end with `end_date`.",
            "schema": {
             "$ref": "#/components/schemas/Day"
            }
           },
           "EndDate": {
            "name": "end_date",
            "in": "query",
            "description": "The last day, included, 9998-12-31 or earlier; at most 1,100 days in all. By default today, or `start_date` if later.",
            "schema": {
             "$ref": "#/components/schemas/Day"
            }
           },
           "Breakdown": {
            "name": "breakdown",
            "in": "query",
            "description": "The property whose values are counted apart, or told with each person.",
            "schema": {
             "type": "string",
             "minLength": 1,
             "maxLength": 200
            }
           },
           "BreakdownAt": {
            "name": "breakdown_at",
            "in": "query",
            "description": "Whose value counts: that of the attempt's first event, of the last step taken, or of a step.",
            "schema": {
             "enum": [
              "first",
              "last",
              "step"
             ],
             "default": "first"
            }
           },
           "BreakdownStep": {
            "name": "breakdown_step",
            "in": "query",
            "description": "With `breakdown_at=step`: the step, counted from 1.",
            "schema": {
             "type": "integer",
             "minimum": 1,
             "maximum": 20
            }
           },
           "ProjectID": {
            "name": "project_id",
            "in": "path",
            "required": true,
            "schema": {
             "$ref": "#/components/schemas/ID"
            }
           },
           "KeyID": {
            "name": "key_id",
            "in": "path",
            "required": true,
            "schema": {
             "$ref": "#/components/schemas/ID"
            }
           },
           "FunnelID": {
            "name": "funnel_id",
            "in": "path",
            "required": true,
            "schema": {
             "$ref": "#/components/schemas/ID"
            }
           }
          },
          "requestBodies": {
           "RefreshToken": {
            "required": true,
            "content": {
             "application/json": {
              "schema": {
               "type": "object",
               "additionalProperties": false,
               "required": [
                "refresh_token"
               ],
               "properties": {
                "refresh_token": {
                 "$ref": "#/components/schemas/Text",
                 "maxLength": 500
                }
               }
              }
             }
            }
           }
          },
          "headers": {
           "RetryAfter": {
            "description": "Seconds after which to try again.",
            "schema": {
             "type": "integer",
             "minimum": 1
            }
           },
           "RateLimit": {
            "description": "Events that may be sent within any minute: of the API key's limit and the address's, the one with less left.\n",
            "schema": {
             "type": "integer",
             "minimum": 1
            }
           },
           "RateLimitRemaining": {
            "description": "What is left of it.",
            "schema": {
             "type": "integer",
             "minimum": 0
            }
           },
           "RateLimitReset": {
            "description": "Seconds until all of it is there again.",
            "schema": {
             "type": "integer",
             "minimum": 0,
             "maximum": 70
            }
           },
           "RequestID": {
            "description": "The id under which the log knows the request.",
            "schema": {
             "type": "string"
            }
           }
          },
          "responses": {
           "Done": {
            "description": "It is gone.",
            "headers": {
             "X-Request-Id": {
              "$ref": "#/components/headers/RequestID"
             }
            }
           },
           "Session": {
            "description": "Signed in.",
            "content": {
             "application/json": {
              "schema": {
               "$ref": "#/components/schemas/Session"
              }
             }
            }
           },
           "Project": {
            "description": "The project.",
            "content": {
             "application/json": {
              "schema": {
               "$ref": "#/components/schemas/Project"
              }
             }
            }
           },
           "NewKey": {
            "description": "The key and, once, its secret.",
            "content": {
             "application/json": {
              "schema": {
               "$ref": "#/components/schemas/Key",
               "required": [
                "api_key"
               ]
              }
             }
            }
           },
           "Funnel": {
            "description": "The funnel.",
            "content": {
             "application/json": {
              "schema": {
               "$ref": "#/components/schemas/Funnel"
              }
             }
            }
           },
           "Persons": {
            "description": "A page of persons, or all as a table.",
            "content": {
             "application/json": {
              "schema": {
               "$ref": "#/components/schemas/Persons"
              }
             },
             "text/csv": {
              "schema": {
               "type": "string",
               "description": "The columns user_id, anonymous_id, session_id, entered_at, last_step, last_step_name, last_step_at, outcome, reason, breakdown_value."
              }
             }
            }
           },
           "NextEvents": {
            "description": "The most frequent event types first.",
            "content": {
             "application/json": {
              "schema": {
               "$ref": "#/components/schemas/NextEvents"
              }
             }
            }
           },
           "Correlations": {
            "description": "The surest first.",
            "content": {
             "application/json": {
              "schema": {
               "$ref": "#/components/schemas/Correlations"
              }
             }
            }
           },
           "FunnelAnswer": {
            "description": "The numbers, stages in the order of the definition.",
            "content": {
             "application/json": {
              "schema": {
               "$ref": "#/components/schemas/FunnelAnswer"
              }
             }
            }
           },
           "Health": {
            "description": "It is so.",
            "content": {
             "application/json": {
              "schema": {
               "type": "object",
               "additionalProperties": false,
               "required": [
                "status"
               ],
               "properties": {
                "status": {
                 "enum": [
                  "ok",
                  "ready"
                 ]
                }
               }
              }
             }
            }
           },
           "Malformed": {
            "description": "The body is not JSON (`malformed_json`), or not gzip (`malformed_gzip`).",
            "content": {
             "application/json": {
              "schema": {
               "$ref": "#/components/schemas/Error"
              }
             }
            }
           },
           "RefusedEvents": {
            "description": "The body is not JSON (`malformed_json`), not gzip (`malformed_gzip`), or nothing in it could be taken\n(`validation_failed`): `details` tell of up to 20 faults. Sending it again changes nothing.\n",
            "content": {
             "application/json": {
              "schema": {
               "$ref": "#/components/schemas/Error"
              }
             }
            }
           },
           "Unauthorized": {
            "description": "No credentials, or wrong, expired or revoked ones (`unauthorized`).",
            "headers": {
             "WWW-Authenticate": {
              "schema": {
               "const": "Bearer"
              }
             }
            },
            "content": {
             "application/json": {
              "schema": {
               "$ref": "#/components/schemas/Error"
              }
             }
            }
           },
           "Forbidden": {
            "description": "The role, or the scope of the key, does not allow it (`forbidden`).",
            "content": {
             "application/json": {
              "schema": {
               "$ref": "#/components/schemas/Error"
              }
             }
            }
           },
           "NotFound": {
            "description": "There is no such thing, or it is somebody else's (`not_found`).",
            "content": {
             "application/json": {
              "schema": {
               "$ref": "#/components/schemas/Error"
              }
             }
            }
           },
           "Conflict": {
            "description": "There is an account with this email (`email_taken`).",
            "content": {
             "application/json": {
              "schema": {
               "$ref": "#/components/schemas/Error"
              }
             }
            }
           },
           "TooLarge": {
            "description": "The body (`payload_too_large`) or the event (`event_too_large`) has too many bytes.",
            "content": {
             "application/json": {
              "schema": {
               "$ref": "#/components/schemas/Error"
              }
             }
            }
           },
           "UnsupportedType": {
            "description": "Not JSON by its `Content-Type` (`unsupported_media_type`), or an encoding other than gzip (`unsupported_encoding`).",
            "content": {
             "application/json": {
              "schema": {
               "$ref": "#/components/schemas/Error"
              }
             }
            }
           },
           "Invalid": {
            "description": "JSON whose values are wrong (`validation_failed`); `details` tell of up to 20 of them. Of a question also what can't\nbe answered with the server's memory (`question_too_large`) or in its time (`question_too_slow`): ask for fewer days\nor with simpler filters.\n",
            "content": {
             "application/json": {
              "schema": {
               "$ref": "#/components/schemas/Error"
              },
              "example": {
               "error": {
                "code": "validation_failed",
                "message": "stages[1].event_type: is required",
                "details": [
                 {
                  "field": "stages[1].event_type",
                  "code": "required",
                  "message": "is required"
                 }
                ],
                "request_id": "5f2b1a0c9d8e7f6a"
               }
              }
             }
            }
           },
           "RateLimited": {
            "description": "More was sent within a minute than the project's limits allow (`rate_limited`); nothing was taken. Each event\ncounts 1, in a batch or alone, good or bad, and a request at least 1. Requests without a good key are limited by\ntheir address.\n",
            "headers": {
             "Retry-After": {
              "$ref": "#/components/headers/RetryAfter"
             },
             "X-RateLimit-Limit": {
              "$ref": "#/components/headers/RateLimit"
             },
             "X-RateLimit-Remaining": {
              "$ref": "#/components/headers/RateLimitRemaining"
             },
             "X-RateLimit-Reset": {
              "$ref": "#/components/headers/RateLimitReset"
             }
            },
            "content": {
             "application/json": {
              "schema": {
               "$ref": "#/components/schemas/Error"
              }
             }
            }
           },
           "Unavailable": {
            "description": "Try again later; nothing was changed or taken (`busy`, `overloaded`, `too_many_connections`, `storage_unavailable`, `not_ready`).",
            "headers": {
             "Retry-After": {
              "$ref": "#/components/headers/RetryAfter"
             }
            },
            "content": {
             "application/json": {
              "schema": {
               "$ref": "#/components/schemas/Error"
              }
             }
            }
           },
           "Error": {
            "description": "Whatever else goes wrong has the same shape; 500 is `internal_error`.",
            "headers": {
             "X-Request-Id": {
              "$ref": "#/components/headers/RequestID"
             }
            },
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
           "ID": {
            "type": "string",
            "pattern": "^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$",
            "examples": [
             "8q2m4v9x1c7z5k3n6b0d"
            ]
           },
           "Text": {
            "type": "string",
            "minLength": 1,
            "pattern": "^[^\\u0000-\\u001F\\u007F]*[^\\s\\u0000-\\u001F\\u007F][^\\u0000-\\u001F\\u007F]*$",
            "description": "Not blank, without control characters; lengths count Unicode scalars."
           },
           "OptionalText": {
            "type": [
             "string",
             "null"
            ],
            "minLength": 1,
            "maxLength": 200,
            "pattern": "^[^\\u0000-\\u001F\\u007F]*[^\\s\\u0000-\\u001F\\u007F][^\\u0000-\\u001F\\u007F]*$"
           },
           "Time": {
            "type": "string",
            "format": "date-time",
            "description": "RFC 3339 with an offset; beyond microseconds it is cut off.",
            "examples": [
             "2026-05-17T09:30:00.250Z"
            ]
           },
           "Day": {
            "type": "string",
            "format": "date",
            "examples": [
             "2026-05-17"
            ]
           },
           "Scope": {
            "enum": [
             "write",
             "read"
            ]
           },
           "Error": {
            "type": "object",
            "additionalProperties": false,
            "required": [
             "error"
            ],
            "properties": {
             "error": {
              "type": "object",
              "additionalProperties": false,
              "required": [
               "code",
               "message",
               "details",
               "request_id"
              ],
              "properties": {
               "code": {
                "type": "string",
                "description": "For programs."
               },
               "message": {
                "type": "string",
                "description": "For people: what is wrong and what to do."
               },
               "details": {
                "type": "array",
                "maxItems": 20,
                "items": {
                 "type": "object",
                 "additionalProperties": false,
                 "required": [
                  "field",
                  "code",
                  "message"
                 ],
                 "properties": {
                  "field": {
                   "type": "string",
                   "description": "`stages[1].event_type`; empty for the body as a whole."
                  },
                  "code": {
                   "type": "string",
                   "description": "Such as `required`, `too_long` or `unknown_field`."
                  },
                  "message": {
                   "type": "string"
                  }
                 }
                }
               },
               "request_id": {
                "type": "string"
               }
              }
             }
            }
           },
           "Event": {
            "type": "object",
            "description": "At most 32 KiB. Who did it is `user_id` or, where that is not known, `anonymous_id`.",
            "additionalProperties": false,
            "required": [
             "event_type"
            ],
            "anyOf": [
             {
              "required": [
               "user_id"
              ],
              "properties": {
               "user_id": {
                "type": "string"
               }
              }
             },
             {
              "required": [
               "anonymous_id"
              ],
              "properties": {
               "anonymous_id": {
                "type": "string"
               }
              }
             }
            ],
            "properties": {
             "event_type": {
              "$ref": "#/components/schemas/Text",
              "maxLength": 200
             },
             "user_id": {
              "$ref": "#/components/schemas/OptionalText"
             },
             "anonymous_id": {
              "$ref": "#/components/schemas/OptionalText"
             },
             "session_id": {
              "$ref": "#/components/schemas/OptionalText"
             },
             "event_id": {
              "$ref": "#/components/schemas/OptionalText",
              "description": "Made by the sender, so that sending again does no harm; by default one of the server's."
             },
             "timestamp": {
              "description": "When it happened; by default now. At most 24 hours ahead (`timestamp_in_future`), within the project's\nretention and at most 3,650 days ago (`timestamp_too_old`), all after the correction of `sent_at`. Older\nevents can be imported.\n",
              "oneOf": [
               {
                "$ref": "#/components/schemas/Time"
               },
               {
                "type": "null"
               }
              ]
             },
             "sent_at": {
              "description": "When it was sent, by the clock that gave `timestamp`. Where it is off by more than a minute, `timestamp` is\ncorrected by as much.\n",
              "oneOf": [
               {
                "$ref": "#/components/schemas/Time"
               },
               {
                "type": "null"
               }
              ]
             },
             "properties": {
              "type": [
               "object",
               "null"
              ],
              "maxProperties": 255,
              "description": "Data of one's own, nested at most 8 deep."
             }
            }
           },
           "BatchVerdict": {
            "type": "object",
            "additionalProperties": false,
            "required": [
             "accepted",
             "duplicates",
             "rejected"
            ],
            "properties": {
             "accepted": {
              "type": "integer",
              "minimum": 0,
              "description": "On disk for the first time."
             },
             "duplicates": {
              "type": "integer",
              "minimum": 0,
              "description": "On disk since an earlier time."
             },
             "rejected": {
              "type": "array",
              "items": {
               "type": "object",
               "additionalProperties": false,
               "required": [
                "index",
                "field",
                "code",
                "message"
               ],
               "properties": {
                "index": {
                 "type": "integer",
                 "minimum": 0,
                 "description": "The place in the batch, from 0."
                },
                "event_id": {
                 "type": "string",
                 "description": "Where the event has one."
                },
                "field": {
                 "type": "string",
                 "description": "What `code` is about; empty for the event as a whole."
                },
                "code": {
                 "type": "string",
                 "description": "Of the first thing that is wrong."
                },
                "message": {
                 "type": "string",
                 "description": "All that is wrong."
                }
               }
              }
             }
            }
           },
           "Stage": {
            "type": "object",
            "description": "Any of some event types, under filters that must all hold.",
            "additionalProperties": false,
            "oneOf": [
             {
              "required": [
               "event_type"
              ]
             },
             {
              "required": [
               "event_types"
              ]
             }
            ],
            "properties": {
             "name": {
              "$ref": "#/components/schemas/OptionalText",
              "description": "By default the event types."
             },
             "event_type": {
              "$ref": "#/components/schemas/Text",
              "maxLength": 200
             },
             "event_types": {
              "type": "array",
              "minItems": 1,
              "maxItems": 20,
              "items": {
               "$ref": "#/components/schemas/Text",
               "maxLength": 200
              }
             },
             "filters": {
              "type": [
               "array",
               "null"
              ],
              "maxItems": 20,
              "items": {
               "$ref": "#/components/schemas/Filter"
              }
             },
             "optional": {
              "type": [
               "boolean",
               "null"
              ],
              "default": false,
              "description": "Whether attempts go on without it; neither of the first stage nor of the last."
             },
             "within_seconds": {
              "type": [
               "integer",
               "null"
              ],
              "minimum": 0,
              "maximum": 31622400,
              "description": "How soon after the previous stage at the latest; not of the first stage."
             },
             "after_seconds": {
              "type": [
               "integer",
               "null"
              ],
              "minimum": 0,
              "maximum": 31622400,
              "description": "How long after the previous stage at the earliest; not of the first stage."
             }
            }
           },
           "Exclusion": {
            "type": "object",
            "description": "Events that void an attempt when they happen between two of its stages.",
            "additionalProperties": false,
            "oneOf": [
             {
              "required": [
               "event_type"
              ]
             },
             {
              "required": [
               "event_types"
              ]
             }
            ],
            "properties": {
             "event_type": {
              "$ref": "#/components/schemas/Text",
              "maxLength": 200
             },
             "event_types": {
              "type": "array",
              "minItems": 1,
              "maxItems": 20,
              "items": {
               "$ref": "#/components/schemas/Text",
               "maxLength": 200
              }
             },
             "filters": {
              "type": [
               "array",
               "null"
              ],
              "maxItems": 20,
              "items": {
               "$ref": "#/components/schemas/Filter"
              }
             },
             "from_step": {
              "type": [
               "integer",
               "null"
              ],
              "minimum": 1,
              "maximum": 19,
              "default": 1,
              "description": "A stage's number."
             },
             "to_step": {
              "type": [
               "integer",
               "null"
              ],
              "minimum": 2,
              "maximum": 20,
              "description": "The number of a later stage; by default that of the last."
             }
            }
           },
           "Filter": {
            "type": "object",
            "description": "Values are typed: the number 5 is not the text \"5\". A property that is missing, null or of another type satisfies\nonly `neq`, `not_in`, `not_contains` and `is_not_set`.\n",
            "additionalProperties": false,
            "required": [
             "property",
             "operator"
            ],
            "properties": {
             "property": {
              "$ref": "#/components/schemas/Text",
              "maxLength": 200,
              "description": "Where no property has the name literally, `a.b` means `b` within `a`."
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
              "description": "As the operator needs it.",
              "oneOf": [
               {
                "type": [
                 "string",
                 "number",
                 "boolean",
                 "null"
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
            "oneOf": [
             {
              "properties": {
               "operator": {
                "enum": [
                 "eq",
                 "neq"
                ]
               },
               "value": {
                "type": [
                 "string",
                 "number",
                 "boolean"
                ]
               }
              },
              "required": [
               "value"
              ]
             },
             {
              "properties": {
               "operator": {
                "enum": [
                 "in",
                 "not_in"
                ]
               },
               "value": {
                "type": "array"
               }
              },
              "required": [
               "value"
              ]
             },
             {
              "properties": {
               "operator": {
                "enum": [
                 "contains",
                 "not_contains"
                ]
               },
               "value": {
                "type": "string"
               }
              },
              "required": [
               "value"
              ]
             },
             {
              "properties": {
               "operator": {
                "enum": [
                 "gt",
                 "gte",
                 "lt",
                 "lte"
                ]
               },
               "value": {
                "type": [
                 "string",
                 "number"
                ]
               }
              },
              "required": [
               "value"
              ]
             },
             {
              "properties": {
               "operator": {
                "enum": [
                 "is_set",
                 "is_not_set"
                ]
               },
               "value": {
                "type": "null"
               }
              }
             },
             {
              "properties": {
               "operator": {
                "const": "matches"
               },
               "value": {
                "type": "string",
                "description": "A regular expression without back references or look-around, found anywhere in the text."
               }
              },
              "required": [
               "value"
              ]
             }
            ]
           },
           "FunnelOptions": {
            "type": "object",
            "properties": {
             "stages": {
              "type": "array",
              "minItems": 2,
              "maxItems": 20,
              "items": {
               "$ref": "#/components/schemas/Stage"
              }
             },
             "conversion_window_seconds": {
              "type": [
               "integer",
               "null"
              ],
              "minimum": 1,
              "maximum": 31622400,
              "default": 604800,
              "description": "The longest time from an attempt's first event to its last."
             },
             "order": {
              "enum": [
               "ordered",
               "strict",
               "unordered",
               null
              ],
              "default": "ordered",
              "description": "Whether between two stages anything may happen, or nothing, or stages come in any order."
             },
             "entry": {
              "enum": [
               "best",
               "first",
               null
              ],
              "default": "best",
              "description": "Which attempt of a person or session counts, the one that gets furthest or the first."
             },
             "count_by": {
              "enum": [
               "users",
               "sessions",
               "totals",
               null
              ],
              "default": "users",
              "description": "What is counted, persons, sessions, or attempts that do not overlap."
             },
             "range_applies_to": {
              "enum": [
               "events",
               "entry",
               null
              ],
              "default": "events",
              "description": "Whether all events of an attempt lie in the days of the question, or its first."
             },
             "tie_window_seconds": {
              "type": [
               "integer",
               "null"
              ],
              "minimum": 0,
              "maximum": 5,
              "default": 0,
              "description": "How long before the event of a stage that of the next may be."
             },
             "hold_constant": {
              "type": [
               "array",
               "null"
              ],
              "maxItems": 3,
              "items": {
               "$ref": "#/components/schemas/Text",
               "maxLength": 200
              },
              "description": "Properties whose values have to be those of the attempt's first event."
             },
             "exclusions": {
              "type": [
               "array",
               "null"
              ],
              "maxItems": 20,
              "items": {
               "$ref": "#/components/schemas/Exclusion"
              }
             },
             "exclude": {
              "enum": [
               "attempt",
               "person",
               null
              ],
              "default": "attempt",
              "description": "Whether an excluded event takes out the attempt, or whoever made it."
             },
             "preset": {
              "enum": [
               "posthog",
               "mixpanel",
               "amplitude",
               "clickhouse",
               null
              ],
              "description": "Another product's meaning, as values of the other options; those that are named go before it."
             }
            }
           },
           "NewFunnel": {
            "allOf": [
             {
              "$ref": "#/components/schemas/FunnelOptions"
             }
            ],
            "unevaluatedProperties": false,
            "required": [
             "project_id",
             "name",
             "stages"
            ],
            "properties": {
             "project_id": {
              "$ref": "#/components/schemas/ID"
             },
             "name": {
              "$ref": "#/components/schemas/Text",
              "maxLength": 200
             }
            }
           },
           "FunnelChange": {
            "allOf": [
             {
              "$ref": "#/components/schemas/FunnelOptions"
             }
            ],
            "unevaluatedProperties": false,
            "properties": {
             "name": {
              "$ref": "#/components/schemas/OptionalText"
             }
            }
           },
           "Breakdown": {
            "type": "object",
            "additionalProperties": false,
            "required": [
             "property"
            ],
            "properties": {
             "property": {
              "type": "string",
              "minLength": 1,
              "maxLength": 200
             },
             "at": {
              "description": "Whose value counts: that of the attempt's first event, of the last step taken, or of a step.",
              "enum": [
               "first",
               "last",
               "step",
               null
              ],
              "default": "first"
             },
             "step": {
              "type": [
               "integer",
               "null"
              ],
              "minimum": 1,
              "maximum": 20,
              "description": "With `at: step`; counted from 1."
             },
             "limit": {
              "description": "How many values get a row of their own.",
              "type": [
               "integer",
               "null"
              ],
              "minimum": 1,
              "maximum": 100,
              "default": 25
             }
            }
           },
           "PersonsQuestion": {
            "allOf": [
             {
              "$ref": "#/components/schemas/FunnelOptions"
             }
            ],
            "unevaluatedProperties": false,
            "required": [
             "project_id",
             "stages"
            ],
            "properties": {
             "project_id": {
              "$ref": "#/components/schemas/ID"
             },
             "start_date": {
              "description": "As of the saved funnel.",
              "oneOf": [
               {
                "$ref": "#/components/schemas/Day"
               },
               {
                "type": "null"
               }
              ]
             },
             "end_date": {
              "description": "As of the saved funnel.",
              "oneOf": [
               {
                "$ref": "#/components/schemas/Day"
               },
               {
                "type": "null"
               }
              ]
             },
             "id": {
              "description": "Not looked at."
             },
             "name": {
              "description": "Not looked at."
             },
             "created_at": {
              "description": "Not looked at."
             },
             "updated_at": {
              "description": "Not looked at."
             },
             "explain": {
              "type": "null",
              "description": "Of a later version."
             },
             "breakdown": {
              "description": "Tells the value of a property with each person.",
              "oneOf": [
               {
                "$ref": "#/components/schemas/Breakdown"
               },
               {
                "type": "null"
               }
              ]
             },
             "breakdown_value": {
              "description": "Only attempts with this value.",
              "type": [
               "string",
               "number",
               "boolean",
               "null"
              ]
             },
             "breakdown_missing": {
              "type": [
               "boolean",
               "null"
              ],
              "description": "Only attempts without a value."
             },
             "step": {
              "type": [
               "integer",
               "null"
              ],
              "minimum": 1,
              "maximum": 20,
              "default": 1
             },
             "outcome": {
              "description": "- `converted`: took the step; the stage's `users`.\n- `dropped`: took the required step before, not this one, and can't any more; the stage's `drop_off`.\n- `in_progress`: got to exactly this step and may still go on; the stage's `in_progress`.\n- `excluded`: took the step in an attempt that an excluded event voided.\n- `any`: took the required step before, whatever came of it; of step 1, everybody who entered.\n",
              "enum": [
               "converted",
               "dropped",
               "in_progress",
               "excluded",
               "any",
               null
              ],
              "default": "any"
             },
             "limit": {
              "type": [
               "integer",
               "null"
              ],
              "minimum": 1,
              "maximum": 1000,
              "default": 100
             },
             "cursor": {
              "type": [
               "string",
               "null"
              ],
              "description": "The `next_cursor` of an answer to the same question."
             },
             "format": {
              "enum": [
               "json",
               "csv",
               null
              ]
             }
            }
           },
           "NextEventsQuestion": {
            "allOf": [
             {
              "$ref": "#/components/schemas/FunnelOptions"
             }
            ],
            "unevaluatedProperties": false,
            "required": [
             "project_id",
             "stages"
            ],
            "properties": {
             "project_id": {
              "$ref": "#/components/schemas/ID"
             },
             "start_date": {
              "description": "As of the saved funnel.",
              "oneOf": [
               {
                "$ref": "#/components/schemas/Day"
               },
               {
                "type": "null"
               }
              ]
             },
             "end_date": {
              "description": "As of the saved funnel.",
              "oneOf": [
               {
                "$ref": "#/components/schemas/Day"
               },
               {
                "type": "null"
               }
              ]
             },
             "id": {
              "description": "Not looked at."
             },
             "name": {
              "description": "Not looked at."
             },
             "created_at": {
              "description": "Not looked at."
             },
             "updated_at": {
              "description": "Not looked at."
             },
             "explain": {
              "type": "null",
              "description": "Of a later version."
             },
             "step": {
              "type": [
               "integer",
               "null"
              ],
              "minimum": 1,
              "maximum": 19,
              "default": 1
             },
             "limit": {
              "type": [
               "integer",
               "null"
              ],
              "minimum": 1,
              "maximum": 100,
              "default": 25
             }
            }
           },
           "CorrelationsQuestion": {
            "allOf": [
             {
              "$ref": "#/components/schemas/FunnelOptions"
             }
            ],
            "unevaluatedProperties": false,
            "required": [
             "project_id",
             "stages"
            ],
            "properties": {
             "project_id": {
              "$ref": "#/components/schemas/ID"
             },
             "start_date": {
              "description": "As of the saved funnel.",
              "oneOf": [
               {
                "$ref": "#/components/schemas/Day"
               },
               {
                "type": "null"
               }
              ]
             },
             "end_date": {
              "description": "As of the saved funnel.",
              "oneOf": [
               {
                "$ref": "#/components/schemas/Day"
               },
               {
                "type": "null"
               }
              ]
             },
             "id": {
              "description": "Not looked at."
             },
             "name": {
              "description": "Not looked at."
             },
             "created_at": {
              "description": "Not looked at."
             },
             "updated_at": {
              "description": "Not looked at."
             },
             "explain": {
              "type": "null",
              "description": "Of a later version."
             },
             "limit": {
              "type": [
               "integer",
               "null"
              ],
              "minimum": 1,
              "maximum": 100,
              "default": 10
             }
            }
           },
           "FunnelQuestion": {
            "allOf": [
             {
              "$ref": "#/components/schemas/FunnelOptions"
             }
            ],
            "unevaluatedProperties": false,
            "required": [
             "project_id",
             "stages"
            ],
            "properties": {
             "project_id": {
              "$ref": "#/components/schemas/ID"
             },
             "start_date": {
              "description": "As of the saved funnel.",
              "oneOf": [
               {
                "$ref": "#/components/schemas/Day"
               },
               {
                "type": "null"
               }
              ]
             },
             "end_date": {
              "description": "As of the saved funnel.",
              "oneOf": [
               {
                "$ref": "#/components/schemas/Day"
               },
               {
                "type": "null"
               }
              ]
             },
             "id": {
              "description": "Not looked at."
             },
             "name": {
              "description": "Not looked at."
             },
             "created_at": {
              "description": "Not looked at."
             },
             "updated_at": {
              "description": "Not looked at."
             },
             "breakdown": {
              "description": "Counts each value of a property on its own.",
              "oneOf": [
               {
                "$ref": "#/components/schemas/Breakdown"
               },
               {
                "type": "null"
               }
              ]
             },
             "interval": {
              "description": "The length of the periods by which the attempts are counted.",
              "enum": [
               "day",
               "week",
               "month",
               null
              ]
             },
             "compare": {
              "description": "Other days beside these; `previous`: as many, right before.",
              "oneOf": [
               {
                "const": "previous"
               },
               {
                "type": "object",
                "additionalProperties": false,
                "required": [
                 "start_date",
                 "end_date"
                ],
                "properties": {
                 "start_date": {
                  "$ref": "#/components/schemas/Day"
                 },
                 "end_date": {
                  "$ref": "#/components/schemas/Day",
                  "description": "Included."
                 }
                }
               },
               {
                "type": "null"
               }
              ]
             },
             "explain": {
              "type": "null",
              "description": "Of a later version."
             }
            }
           },
           "Funnel": {
            "type": "object",
            "additionalProperties": false,
            "required": [
             "id",
             "project_id",
             "name",
             "stages",
             "conversion_window_seconds",
             "order",
             "entry",
             "count_by",
             "range_applies_to",
             "tie_window_seconds",
             "hold_constant",
             "exclusions",
             "exclude",
             "created_at",
             "updated_at"
            ],
            "properties": {
             "id": {
              "$ref": "#/components/schemas/ID"
             },
             "project_id": {
              "$ref": "#/components/schemas/ID"
             },
             "name": {
              "type": "string"
             },
             "stages": {
              "type": "array",
              "minItems": 2,
              "maxItems": 20,
              "items": {
               "type": "object",
               "additionalProperties": false,
               "required": [
                "event_types"
               ],
               "properties": {
                "name": {
                 "type": "string"
                },
                "event_types": {
                 "type": "array",
                 "minItems": 1,
                 "maxItems": 20,
                 "items": {
                  "type": "string"
                 }
                },
                "filters": {
                 "type": "array",
                 "maxItems": 20,
                 "items": {
                  "$ref": "#/components/schemas/Filter"
                 }
                },
                "optional": {
                 "type": "boolean"
                },
                "within_seconds": {
                 "type": "integer",
                 "minimum": 0,
                 "maximum": 31622400
                },
                "after_seconds": {
                 "type": "integer",
                 "minimum": 0,
                 "maximum": 31622400
                }
               }
              }
             },
             "conversion_window_seconds": {
              "type": "integer",
              "minimum": 1,
              "maximum": 31622400
             },
             "order": {
              "enum": [
               "ordered",
               "strict",
               "unordered"
              ]
             },
             "entry": {
              "enum": [
               "best",
               "first"
              ]
             },
             "count_by": {
              "enum": [
               "users",
               "sessions",
               "totals"
              ]
             },
             "range_applies_to": {
              "enum": [
               "events",
               "entry"
              ]
             },
             "tie_window_seconds": {
              "type": "integer",
              "minimum": 0,
              "maximum": 5
             },
             "hold_constant": {
              "type": "array",
              "maxItems": 3,
              "items": {
               "type": "string"
              }
             },
             "exclusions": {
              "type": "array",
              "maxItems": 20,
              "items": {
               "type": "object",
               "additionalProperties": false,
               "required": [
                "event_types",
                "from_step",
                "to_step"
               ],
               "properties": {
                "event_types": {
                 "type": "array",
                 "minItems": 1,
                 "maxItems": 20,
                 "items": {
                  "type": "string"
                 }
                },
                "filters": {
                 "type": "array",
                 "maxItems": 20,
                 "items": {
                  "$ref": "#/components/schemas/Filter"
                 }
                },
                "from_step": {
                 "type": "integer",
                 "minimum": 1,
                 "maximum": 19
                },
                "to_step": {
                 "type": "integer",
                 "minimum": 2,
                 "maximum": 20
                }
               }
              }
             },
             "exclude": {
              "enum": [
               "attempt",
               "person"
              ]
             },
             "preset": {
              "enum": [
               "posthog",
               "mixpanel",
               "amplitude",
               "clickhouse"
              ]
             },
             "created_at": {
              "$ref": "#/components/schemas/Time"
             },
             "updated_at": {
              "$ref": "#/components/schemas/Time"
             }
            }
           },
           "FunnelAnswer": {
            "type": "object",
            "additionalProperties": false,
            "required": [
             "project_id",
             "date_range",
             "timezone",
             "conversion_window_seconds",
             "stages",
             "excluded",
             "order",
             "count_by",
             "overall_conversion_rate",
             "overall_conversion_interval"
            ],
            "properties": {
             "funnel_id": {
              "$ref": "#/components/schemas/ID",
              "description": "Where the funnel is saved."
             },
             "project_id": {
              "$ref": "#/components/schemas/ID"
             },
             "date_range": {
              "type": "object",
              "additionalProperties": false,
              "required": [
               "start_date",
               "end_date"
              ],
              "properties": {
               "start_date": {
                "type": "string"
               },
               "end_date": {
                "type": "string",
                "description": "Included."
               }
              }
             },
             "timezone": {
              "type": "string",
              "description": "The zone in which the days begin."
             },
             "conversion_window_seconds": {
              "type": "integer"
             },
             "stages": {
              "type": "array",
              "minItems": 2,
              "maxItems": 20,
              "items": {
               "$ref": "#/components/schemas/StageAnswer"
              }
             },
             "excluded": {
              "type": "integer",
              "minimum": 0,
              "description": "Persons, sessions or attempts that an excluded event leaves out; where sessions are counted, also the stages' events that have none."
             },
             "order": {
              "enum": [
               "ordered",
               "strict",
               "unordered"
              ]
             },
             "count_by": {
              "enum": [
               "users",
               "sessions",
               "totals"
              ]
             },
             "overall_conversion_rate": {
              "$ref": "#/components/schemas/Percent"
             },
             "overall_conversion_interval": {
              "type": "object",
              "description": "The 95 % Wilson score interval of the rate.",
              "additionalProperties": false,
              "required": [
               "lower",
               "upper"
              ],
              "properties": {
               "lower": {
                "$ref": "#/components/schemas/Percent"
               },
               "upper": {
                "$ref": "#/components/schemas/Percent"
               }
              }
             },
             "time_to_convert": {
              "$ref": "#/components/schemas/Times",
              "description": "Where anybody took all stages."
             },
             "breakdown": {
              "$ref": "#/components/schemas/BreakdownAnswer",
              "description": "Where the question asks for one."
             },
             "series": {
              "$ref": "#/components/schemas/Series",
              "description": "Where the question has an interval."
             },
             "comparison": {
              "$ref": "#/components/schemas/Comparison",
              "description": "Where the question compares."
             }
            },
            "examples": [
             {
              "funnel_id": "1a2b3c4d5e6f7g8h9j0k",
              "project_id": "8q2m4v9x1c7z5k3n6b0d",
              "date_range": {
               "start_date": "2026-05-01",
               "end_date": "2026-05-31"
              },
              "timezone": "Europe/Berlin",
              "conversion_window_seconds": 604800,
              "stages": [
               {
                "stage_name": "product_view",
                "event_type": "product_view",
                "event_types": [
                 "product_view"
                ],
                "users": 4,
                "conversion_rate": 100,
                "step_conversion_rate": 100,
                "drop_off": 0,
                "drop_off_rate": 0,
                "in_progress": 1,
                "optional": false
               },
               {
                "stage_name": "purchase",
                "event_type": "purchase",
                "event_types": [
                 "purchase"
                ],
                "users": 1,
                "conversion_rate": 25,
                "step_conversion_rate": 25,
                "drop_off": 2,
                "drop_off_rate": 50,
                "in_progress": 0,
                "optional": false,
                "time_from_previous": {
                 "mean_seconds": 93.5,
                 "median_seconds": 93.5,
                 "p90_seconds": 93.5,
                 "histogram": [
                  {
                   "from_seconds": 60,
                   "to_seconds": 120,
                   "count": 1
                  }
                 ]
                }
               }
              ],
              "excluded": 0,
              "order": "ordered",
              "count_by": "users",
              "overall_conversion_rate": 25,
              "overall_conversion_interval": {
               "lower": 4.56,
               "upper": 69.94
              },
              "time_to_convert": {
               "mean_seconds": 93.5,
               "median_seconds": 93.5,
               "p90_seconds": 93.5,
               "histogram": [
                {
                 "from_seconds": 60,
                 "to_seconds": 120,
                 "count": 1
                }
               ]
              }
             }
            ]
           },
           "StageAnswer": {
            "type": "object",
            "additionalProperties": false,
            "required": [
             "stage_name",
             "event_type",
             "event_types",
             "users",
             "conversion_rate",
             "step_conversion_rate",
             "drop_off",
             "drop_off_rate",
             "in_progress",
             "optional"
            ],
            "properties": {
             "stage_name": {
              "type": "string"
             },
             "event_type": {
              "type": "string",
              "description": "The first of them."
             },
             "event_types": {
              "type": "array",
              "minItems": 1,
              "items": {
               "type": "string"
              }
             },
             "users": {
              "type": "integer",
              "minimum": 0,
              "description": "Persons who took the stage."
             },
             "conversion_rate": {
              "$ref": "#/components/schemas/Percent",
              "description": "Of the first stage's users."
             },
             "step_conversion_rate": {
              "$ref": "#/components/schemas/Percent",
              "description": "Of the previous stage's users."
             },
             "drop_off": {
              "type": "integer",
              "minimum": 0,
              "description": "Persons who took the previous stage, not this one, and whose attempt is over."
             },
             "drop_off_rate": {
              "$ref": "#/components/schemas/Percent",
              "description": "Of the previous stage's users."
             },
             "in_progress": {
              "type": "integer",
              "minimum": 0,
              "description": "Persons who got exactly this far and whose attempt is still within its window."
             },
             "time_from_previous": {
              "$ref": "#/components/schemas/Times",
              "description": "Where anybody took the stage."
             },
             "optional": {
              "type": "boolean"
             },
             "performed": {
              "type": "integer",
              "minimum": 0,
              "description": "Who performed the stage within their attempt, in whatever order; of unordered funnels alone."
             }
            }
           },
           "Percent": {
            "type": "number",
            "minimum": 0,
            "maximum": 100
           },
           "Points": {
            "type": "number",
            "minimum": -100,
            "maximum": 100,
            "description": "Percentage points."
           },
           "Interval": {
            "type": "object",
            "additionalProperties": false,
            "required": [
             "lower",
             "upper"
            ],
            "properties": {
             "lower": {
              "$ref": "#/components/schemas/Percent"
             },
             "upper": {
              "$ref": "#/components/schemas/Percent"
             }
            }
           },
           "DifferenceInterval": {
            "type": "object",
            "description": "Newcombe's 95 % interval of the difference of two rates.",
            "additionalProperties": false,
            "required": [
             "lower",
             "upper"
            ],
            "properties": {
             "lower": {
              "$ref": "#/components/schemas/Points"
             },
             "upper": {
              "$ref": "#/components/schemas/Points"
             }
            }
           },
           "PValue": {
            "type": "number",
            "minimum": 0,
            "maximum": 1,
            "description": "How likely so large a difference is by chance."
           },
           "BreakdownAnswer": {
            "type": "object",
            "additionalProperties": false,
            "required": [
             "property",
             "at",
             "limit",
             "distinct_values",
             "rows"
            ],
            "properties": {
             "property": {
              "type": "string"
             },
             "at": {
              "enum": [
               "first",
               "last",
               "step"
              ]
             },
             "step": {
              "type": "integer",
              "minimum": 1,
              "maximum": 20
             },
             "limit": {
              "type": "integer",
              "minimum": 1,
              "maximum": 100
             },
             "distinct_values": {
              "type": "integer",
              "minimum": 0,
              "description": "Values that occur, those without a row included."
             },
             "rows": {
              "type": "array",
              "maxItems": 102,
              "description": "Values by their users, most first; then those without a value; then all others.",
              "items": {
               "$ref": "#/components/schemas/BreakdownRow"
              }
             },
             "test": {
              "type": "object",
              "description": "Pearson's χ² test of whether all rows may have one rate; absent where the numbers are too small.",
              "additionalProperties": false,
              "required": [
               "method",
               "chi_squared",
               "degrees_of_freedom",
               "p_value",
               "differs"
              ],
              "properties": {
               "method": {
                "const": "chi_squared"
               },
               "chi_squared": {
                "type": "number",
                "minimum": 0
               },
               "degrees_of_freedom": {
                "type": "integer",
                "minimum": 1
               },
               "p_value": {
                "$ref": "#/components/schemas/PValue"
               },
               "differs": {
                "type": "boolean",
                "description": "Whether `p_value` is below 0.05."
               }
              }
             }
            }
           },
           "BreakdownRow": {
            "type": "object",
            "additionalProperties": false,
            "required": [
             "kind",
             "users",
             "conversions",
             "conversion_rate",
             "conversion_interval",
             "stages"
            ],
            "properties": {
             "kind": {
              "description": "`value`, `missing` (or null), `structure` (objects and arrays, which are not told apart), `other`: all values\nwithout a row.\n",
              "enum": [
               "value",
               "missing",
               "structure",
               "other"
              ]
             },
             "value": {
              "type": [
               "string",
               "number",
               "boolean",
               "null"
              ],
              "description": "Of `value`; null of `missing`."
             },
             "users": {
              "type": "integer",
              "minimum": 1
             },
             "conversions": {
              "type": "integer",
              "minimum": 0
             },
             "conversion_rate": {
              "$ref": "#/components/schemas/Percent"
             },
             "conversion_interval": {
              "$ref": "#/components/schemas/Interval"
             },
             "time_to_convert": {
              "$ref": "#/components/schemas/Times"
             },
             "stages": {
              "type": "array",
              "minItems": 2,
              "maxItems": 20,
              "items": {
               "$ref": "#/components/schemas/StageAnswer"
              }
             },
             "contrast": {
              "type": "object",
              "description": "The row beside all others together; absent of the only one.",
              "additionalProperties": false,
              "required": [
               "difference",
               "difference_interval",
               "method",
               "p_value",
               "adjusted_p_value",
               "differs"
              ],
              "properties": {
               "difference": {
                "$ref": "#/components/schemas/Points"
               },
               "difference_interval": {
                "$ref": "#/components/schemas/DifferenceInterval"
               },
               "method": {
                "$ref": "#/components/schemas/TestMethod"
               },
               "p_value": {
                "$ref": "#/components/schemas/PValue"
               },
               "adjusted_p_value": {
                "$ref": "#/components/schemas/PValue",
                "description": "By Holm's correction for as many as there are rows."
               },
               "differs": {
                "type": "boolean",
                "description": "Whether `adjusted_p_value` is below 0.05."
               }
              }
             }
            }
           },
           "TestMethod": {
            "enum": [
             "two_proportions",
             "fisher_exact"
            ],
            "description": "The exact test where numbers are small."
           },
           "Series": {
            "type": "object",
            "additionalProperties": false,
            "required": [
             "interval",
             "periods"
            ],
            "properties": {
             "interval": {
              "enum": [
               "day",
               "week",
               "month"
              ]
             },
             "periods": {
              "type": "array",
              "maxItems": 1100,
              "description": "In order, empty ones included.",
              "items": {
               "type": "object",
               "additionalProperties": false,
               "required": [
                "period",
                "start_date",
                "end_date",
                "users",
                "conversions",
                "conversion_rate",
                "conversion_interval",
                "in_progress",
                "immature"
               ],
               "properties": {
                "period": {
                 "type": "string",
                 "description": "`2026-05-17`, `2026-W20` (ISO 8601) or `2026-05`."
                },
                "start_date": {
                 "type": "string",
                 "description": "No earlier than the question's first day."
                },
                "end_date": {
                 "type": "string",
                 "description": "Included, no later than the question's last day."
                },
                "users": {
                 "type": "integer",
                 "minimum": 0,
                 "description": "Those whose attempt began in the period."
                },
                "conversions": {
                 "type": "integer",
                 "minimum": 0,
                 "description": "Those of them who took all stages, whenever."
                },
                "conversion_rate": {
                 "$ref": "#/components/schemas/Percent"
                },
                "conversion_interval": {
                 "$ref": "#/components/schemas/Interval"
                },
                "in_progress": {
                 "type": "integer",
                 "minimum": 0
                },
                "immature": {
                 "type": "boolean",
                 "description": "Whether somebody who began in the period could still convert."
                }
               }
              }
             }
            }
           },
           "Comparison": {
            "type": "object",
            "additionalProperties": false,
            "required": [
             "date_range",
             "stages",
             "overall_conversion_rate",
             "overall_conversion_interval",
             "differs"
            ],
            "properties": {
             "date_range": {
              "type": "object",
              "additionalProperties": false,
              "required": [
               "start_date",
               "end_date"
              ],
              "properties": {
               "start_date": {
                "type": "string"
               },
               "end_date": {
                "type": "string",
                "description": "Included."
               }
              }
             },
             "stages": {
              "type": "array",
              "minItems": 2,
              "maxItems": 20,
              "items": {
               "allOf": [
                {
                 "$ref": "#/components/schemas/StageAnswer"
                }
               ],
               "required": [
                "conversion_rate_difference",
                "step_conversion_rate_difference"
               ],
               "properties": {
                "conversion_rate_difference": {
                 "$ref": "#/components/schemas/Points",
                 "description": "The question's rate less that of the other days."
                },
                "step_conversion_rate_difference": {
                 "$ref": "#/components/schemas/Points"
                }
               }
              }
             },
             "overall_conversion_rate": {
              "$ref": "#/components/schemas/Percent"
             },
             "overall_conversion_interval": {
              "$ref": "#/components/schemas/Interval"
             },
             "time_to_convert": {
              "$ref": "#/components/schemas/Times"
             },
             "difference": {
              "$ref": "#/components/schemas/Points",
              "description": "Of the overall rates; absent where either is of nobody."
             },
             "difference_interval": {
              "$ref": "#/components/schemas/DifferenceInterval"
             },
             "method": {
              "$ref": "#/components/schemas/TestMethod"
             },
             "p_value": {
              "$ref": "#/components/schemas/PValue"
             },
             "differs": {
              "type": "boolean",
              "description": "Whether `p_value` is below 0.05."
             }
            }
           },
           "Persons": {
            "type": "object",
            "additionalProperties": false,
            "required": [
             "persons"
            ],
            "properties": {
             "persons": {
              "type": "array",
              "maxItems": 1000,
              "items": {
               "type": "object",
               "additionalProperties": false,
               "required": [
                "entered_at",
                "last_step",
                "last_step_at",
                "outcome"
               ],
               "properties": {
                "user_id": {
                 "type": "string"
                },
                "anonymous_id": {
                 "type": "string",
                 "description": "Where there is no user id."
                },
                "session_id": {
                 "type": "string",
                 "description": "Where sessions are counted."
                },
                "entered_at": {
                 "$ref": "#/components/schemas/Time"
                },
                "last_step": {
                 "type": "integer",
                 "minimum": 1,
                 "description": "The last required step taken; of an unordered funnel, how many."
                },
                "last_step_name": {
                 "type": "string"
                },
                "last_step_at": {
                 "$ref": "#/components/schemas/Time"
                },
                "outcome": {
                 "enum": [
                  "converted",
                  "dropped",
                  "in_progress",
                  "excluded"
                 ]
                },
                "reason": {
                 "description": "Why it went no further; see docs/funnels.md.",
                 "enum": [
                  "never_came",
                  "window_expired",
                  "held_property_differed",
                  "interrupted",
                  "excluded"
                 ]
                },
                "breakdown_value": {
                 "type": [
                  "string",
                  "number",
                  "boolean",
                  "null"
                 ]
                }
               }
              }
             },
             "next_cursor": {
              "type": "string",
              "description": "Absent of the last page."
             }
            }
           },
           "NextEvents": {
            "type": "object",
            "additionalProperties": false,
            "required": [
             "project_id",
             "date_range",
             "timezone",
             "step",
             "users",
             "users_examined",
             "event_types",
             "nothing",
             "is_cut"
            ],
            "properties": {
             "funnel_id": {
              "$ref": "#/components/schemas/ID"
             },
             "project_id": {
              "$ref": "#/components/schemas/ID"
             },
             "date_range": {
              "$ref": "#/components/schemas/DateRange"
             },
             "timezone": {
              "type": "string"
             },
             "step": {
              "type": "integer",
              "minimum": 1
             },
             "users": {
              "type": "integer",
              "minimum": 0,
              "description": "Those who dropped out after the step."
             },
             "users_examined": {
              "type": "integer",
              "minimum": 0
             },
             "event_types": {
              "type": "array",
              "maxItems": 100,
              "items": {
               "type": "object",
               "additionalProperties": false,
               "required": [
                "event_type",
                "users",
                "share",
                "events"
               ],
               "properties": {
                "event_type": {
                 "type": "string"
                },
                "users": {
                 "type": "integer",
                 "minimum": 1
                },
                "share": {
                 "$ref": "#/components/schemas/Percent",
                 "description": "Of `users_examined`."
                },
                "events": {
                 "type": "integer",
                 "minimum": 1
                }
               }
              }
             },
             "nothing": {
              "type": "object",
              "description": "Those who did nothing at all.",
              "additionalProperties": false,
              "required": [
               "users",
               "share"
              ],
              "properties": {
               "users": {
                "type": "integer",
                "minimum": 0
               },
               "share": {
                "$ref": "#/components/schemas/Percent"
               }
              }
             },
             "is_cut": {
              "type": "boolean",
              "description": "Whether there are more than 10,000 event types, so that some are missing."
             }
            }
           },
           "Correlations": {
            "type": "object",
            "additionalProperties": false,
            "required": [
             "project_id",
             "date_range",
             "timezone",
             "users",
             "users_examined",
             "conversions",
             "horizon_seconds",
             "compared",
             "positive",
             "negative",
             "properties_left_out",
             "is_cut"
            ],
            "properties": {
             "funnel_id": {
              "$ref": "#/components/schemas/ID"
             },
             "project_id": {
              "$ref": "#/components/schemas/ID"
             },
             "date_range": {
              "$ref": "#/components/schemas/DateRange"
             },
             "timezone": {
              "type": "string"
             },
             "users": {
              "type": "integer",
              "minimum": 0,
              "description": "Those whose attempts are over."
             },
             "users_examined": {
              "type": "integer",
              "minimum": 0
             },
             "conversions": {
              "type": "integer",
              "minimum": 0,
              "description": "Those of `users_examined` who converted."
             },
             "horizon_seconds": {
              "type": "number",
              "minimum": 0,
              "description": "For how long those who did not convert are looked at: as long as nine of ten who do take for it."
             },
             "compared": {
              "type": "integer",
              "minimum": 0,
              "description": "How many event types and values were compared."
             },
             "positive": {
              "type": "array",
              "maxItems": 100,
              "items": {
               "$ref": "#/components/schemas/Correlation"
              }
             },
             "negative": {
              "type": "array",
              "maxItems": 100,
              "items": {
               "$ref": "#/components/schemas/Correlation"
              }
             },
             "properties_left_out": {
              "type": "array",
              "items": {
               "type": "string"
              },
              "description": "Properties with more than 1,000 values, such as ids."
             },
             "is_cut": {
              "type": "boolean",
              "description": "Whether there are so many event types or properties that some are missing."
             }
            }
           },
           "Correlation": {
            "type": "object",
            "additionalProperties": false,
            "required": [
             "kind",
             "users",
             "conversions",
             "conversion_rate",
             "users_without",
             "conversions_without",
             "conversion_rate_without",
             "odds_ratio",
             "odds_ratio_interval",
             "p_value",
             "adjusted_p_value",
             "differs"
            ],
            "properties": {
             "kind": {
              "enum": [
               "event",
               "property"
              ]
             },
             "event_type": {
              "type": "string"
             },
             "property": {
              "type": "string"
             },
             "value": {
              "type": [
               "string",
               "number",
               "boolean"
              ]
             },
             "users": {
              "type": "integer",
              "minimum": 5,
              "description": "Those who did it, or began with it."
             },
             "conversions": {
              "type": "integer",
              "minimum": 0
             },
             "conversion_rate": {
              "$ref": "#/components/schemas/Percent"
             },
             "users_without": {
              "type": "integer",
              "minimum": 5
             },
             "conversions_without": {
              "type": "integer",
              "minimum": 0
             },
             "conversion_rate_without": {
              "$ref": "#/components/schemas/Percent"
             },
             "odds_ratio": {
              "type": "number",
              "minimum": 0,
              "description": "With half an attempt added to each of the four numbers."
             },
             "odds_ratio_interval": {
              "type": "object",
              "description": "Woolf's 95 % interval.",
              "additionalProperties": false,
              "required": [
               "lower",
               "upper"
              ],
              "properties": {
               "lower": {
                "type": "number",
                "minimum": 0
               },
               "upper": {
                "type": "number",
                "minimum": 0
               }
              }
             },
             "p_value": {
              "$ref": "#/components/schemas/PValue"
             },
             "adjusted_p_value": {
              "$ref": "#/components/schemas/PValue",
              "description": "By Holm's correction for all `compared`."
             },
             "differs": {
              "type": "boolean",
              "description": "Whether `adjusted_p_value` is below 0.05."
             }
            }
           },
           "DateRange": {
            "type": "object",
            "additionalProperties": false,
            "required": [
             "start_date",
             "end_date"
            ],
            "properties": {
             "start_date": {
              "type": "string"
             },
             "end_date": {
              "type": "string",
              "description": "Included."
             }
            }
           },
           "Times": {
            "type": "object",
            "additionalProperties": false,
            "required": [
             "mean_seconds",
             "median_seconds",
             "p90_seconds",
             "histogram"
            ],
            "properties": {
             "mean_seconds": {
              "type": "number",
              "minimum": 0
             },
             "median_seconds": {
              "type": "number",
              "minimum": 0
             },
             "p90_seconds": {
              "type": "number",
              "minimum": 0,
              "description": "The 90th percentile, linear between neighbours."
             },
             "histogram": {
              "type": "array",
              "description": "How many took how long, between edges that are the same for all funnels, up to the conversion window; see docs/insights.md.",
              "minItems": 1,
              "maxItems": 29,
              "items": {
               "type": "object",
               "additionalProperties": false,
               "required": [
                "from_seconds",
                "to_seconds",
                "count"
               ],
               "properties": {
                "from_seconds": {
                 "type": "integer",
                 "minimum": 0
                },
                "to_seconds": {
                 "type": "integer",
                 "minimum": 1,
                 "description": "Belongs to the next bucket, but for the last one's."
                },
                "count": {
                 "type": "integer",
                 "minimum": 0
                }
               }
              }
             }
            }
           },
           "ProjectChange": {
            "type": "object",
            "additionalProperties": false,
            "properties": {
             "name": {
              "$ref": "#/components/schemas/OptionalText",
              "maxLength": 100
             },
             "timezone": {
              "type": [
               "string",
               "null"
              ],
              "maxLength": 64,
              "pattern": "^(UTC|[A-Z][A-Za-z0-9_+-]*(/[A-Z][A-Za-z0-9_+-]*){1,3})$",
              "description": "The IANA name of the zone in which days begin; of a new project, UTC by default."
             },
             "retention_days": {
              "type": [
               "integer",
               "null"
              ],
              "minimum": 1,
              "maximum": 3650,
              "description": "Days that an event is kept, counted from its own date; null keeps it for ever. Of a new project, 90 by\ndefault.\n"
             },
             "rate_limit_per_minute": {
              "type": [
               "integer",
               "null"
              ],
              "minimum": 1,
              "maximum": 1000000000,
              "description": "Events within any minute with each of the project's keys; null, the default, for 60,000,000."
             },
             "address_rate_limit_per_minute": {
              "type": [
               "integer",
               "null"
              ],
              "minimum": 1,
              "maximum": 1000000000,
              "description": "Events within any minute from each IPv4 address or IPv6 network (/64); null, the default, for 6,000,000, and\nnone for what comes from the server's own machine.\n"
             }
            }
           },
           "Instant": {
            "type": "string",
            "description": "A date of UTC or a time with an offset.",
            "examples": [
             "2026-05-17",
             "2026-05-17T09:00:00Z"
            ]
           },
           "Rejection": {
            "type": "object",
            "additionalProperties": false,
            "required": [
             "id",
             "rejected_at",
             "subject",
             "code",
             "field",
             "message"
            ],
            "properties": {
             "id": {
              "type": "string"
             },
             "rejected_at": {
              "$ref": "#/components/schemas/Time"
             },
             "subject": {
              "enum": [
               "event",
               "request"
              ],
              "description": "One event; or a request as a whole."
             },
             "code": {
              "type": "string",
              "description": "Of the first thing that was wrong.",
              "examples": [
               "invalid_type"
              ]
             },
             "field": {
              "type": "string",
              "description": "Where; empty for the event or the request as a whole."
             },
             "message": {
              "type": "string",
              "maxLength": 500,
              "description": "Of all that was wrong."
             },
             "event_id": {
              "type": "string",
              "description": "Where it could be read."
             },
             "event_type": {
              "type": "string",
              "description": "Where it could be read."
             },
             "value": {
              "type": "string",
              "description": "The JSON of the field as it was sent; one of more than 200 characters is cut and ends with `…`. Absent where the\nfield was.\n"
             }
            },
            "examples": [
             {
              "id": "1795502734882148",
              "rejected_at": "2026-11-24T06:45:34.882148Z",
              "subject": "event",
              "code": "invalid_type",
              "field": "user_id",
              "message": "user_id: must be a string; put the number in quotes",
              "event_type": "purchase",
              "value": "17"
             }
            ]
           },
           "IngestionCounts": {
            "type": "object",
            "required": [
             "accepted",
             "duplicates",
             "rejected",
             "rejected_requests",
             "bytes",
             "rejected_by_code"
            ],
            "properties": {
             "accepted": {
              "type": "integer",
              "minimum": 0,
              "description": "Events taken."
             },
             "duplicates": {
              "type": "integer",
              "minimum": 0,
              "description": "Events that were there already."
             },
             "rejected": {
              "type": "integer",
              "minimum": 0,
              "description": "Events refused."
             },
             "rejected_requests": {
              "type": "integer",
              "minimum": 0,
              "description": "Requests refused as a whole; their events are not counted."
             },
             "bytes": {
              "type": "integer",
              "minimum": 0,
              "description": "The JSON of all events that came, whatever became of them."
             },
             "rejected_by_code": {
              "type": "object",
              "description": "Events and requests refused, by the code of the first thing that was wrong.",
              "additionalProperties": {
               "type": "integer",
               "minimum": 1
              }
             }
            }
           },
           "Project": {
            "type": "object",
            "additionalProperties": false,
            "required": [
             "id",
             "organization_id",
             "name",
             "timezone",
             "retention_days",
             "rate_limit_per_minute",
             "address_rate_limit_per_minute",
             "created_at",
             "updated_at"
            ],
            "properties": {
             "id": {
              "$ref": "#/components/schemas/ID"
             },
             "organization_id": {
              "$ref": "#/components/schemas/ID"
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
              ]
             },
             "rate_limit_per_minute": {
              "type": [
               "integer",
               "null"
              ]
             },
             "address_rate_limit_per_minute": {
              "type": [
               "integer",
               "null"
              ]
             },
             "created_at": {
              "$ref": "#/components/schemas/Time"
             },
             "updated_at": {
              "$ref": "#/components/schemas/Time"
             },
             "api_key": {
              "$ref": "#/components/schemas/Secret"
             }
            }
           },
           "Key": {
            "type": "object",
            "additionalProperties": false,
            "required": [
             "id",
             "name",
             "scopes",
             "prefix",
             "created_at"
            ],
            "properties": {
             "id": {
              "$ref": "#/components/schemas/ID"
             },
             "name": {
              "type": "string"
             },
             "scopes": {
              "type": "array",
              "minItems": 1,
              "maxItems": 2,
              "items": {
               "$ref": "#/components/schemas/Scope"
              }
             },
             "prefix": {
              "type": "string",
              "description": "The first characters of the secret, to recognize it by."
             },
             "created_at": {
              "$ref": "#/components/schemas/Time"
             },
             "last_used_at": {
              "$ref": "#/components/schemas/Time",
              "description": "To the minute; where it was used at all."
             },
             "api_key": {
              "$ref": "#/components/schemas/Secret"
             }
            }
           },
           "Secret": {
            "type": "string",
            "pattern": "^iafa_[A-Za-z0-9_-]{43}$",
            "description": "Shown once, when it is made; the server keeps only a hash."
           },
           "Session": {
            "type": "object",
            "additionalProperties": false,
            "required": [
             "user",
             "access_token",
             "refresh_token",
             "token_type",
             "expires_in"
            ],
            "properties": {
             "user": {
              "$ref": "#/components/schemas/User"
             },
             "organization": {
              "$ref": "#/components/schemas/Organization"
             },
             "access_token": {
              "type": "string",
              "description": "For the header `Authorization: Bearer …`."
             },
             "refresh_token": {
              "type": "string",
              "description": "Good once, for 30 days."
             },
             "token_type": {
              "const": "Bearer"
             },
             "expires_in": {
              "const": 900,
              "description": "Seconds that the access token is good."
             }
            }
           },
           "User": {
            "type": "object",
            "additionalProperties": false,
            "required": [
             "id",
             "email",
             "created_at"
            ],
            "properties": {
             "id": {
              "$ref": "#/components/schemas/ID"
             },
             "email": {
              "type": "string"
             },
             "name": {
              "type": "string"
             },
             "created_at": {
              "$ref": "#/components/schemas/Time"
             }
            }
           },
           "Organization": {
            "type": "object",
            "additionalProperties": false,
            "required": [
             "id",
             "name",
             "role"
            ],
            "properties": {
             "id": {
              "$ref": "#/components/schemas/ID"
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
              ],
              "description": "The person's own."
             }
            }
           }
          }
         }
        }
        """#
}
