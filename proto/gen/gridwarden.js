// GENERATED from proto/gridwarden/v1 by `npm run proto`. DO NOT EDIT.
/*eslint-disable block-scoped-var, id-length, no-control-regex, no-magic-numbers, no-mixed-operators, no-prototype-builtins, no-redeclare, no-shadow, no-var, sort-vars, default-case, jsdoc/require-param*/
import $protobuf from "protobufjs/minimal.js";

// Common aliases
const $Reader = $protobuf.Reader, $Writer = $protobuf.Writer, $util = $protobuf.util;
const $Object = $util.global.Object, $undefined = $util.global.undefined, $Error = $util.global.Error, $RangeError = $util.global.RangeError, $TypeError = $util.global.TypeError, $String = $util.global.String, $Number = $util.global.Number, $parseInt = $util.global.parseInt, $BigInt = $util.global.BigInt, $Boolean = $util.global.Boolean, $isFinite = $util.global.isFinite, $Array = $util.global.Array;

// Exported root namespace
const $root = $protobuf.roots["default"] || ($protobuf.roots["default"] = {});

export const gridwarden = $root.gridwarden = (() => {

    /**
     * Namespace gridwarden.
     * @exports gridwarden
     * @namespace
     */
    const gridwarden = {};

    gridwarden.v1 = (function() {

        /**
         * Namespace v1.
         * @memberof gridwarden
         * @namespace
         */
        const v1 = {};

        /**
         * CandidateType enum.
         * @name gridwarden.v1.CandidateType
         * @enum {number}
         * @property {number} CANDIDATE_TYPE_UNSPECIFIED=0 CANDIDATE_TYPE_UNSPECIFIED value
         * @property {number} CANDIDATE_TYPE_RAISE=1 CANDIDATE_TYPE_RAISE value
         * @property {number} CANDIDATE_TYPE_CLEAR=2 CANDIDATE_TYPE_CLEAR value
         */
        v1.CandidateType = (function() {
            const valuesById = $Object.create(null), values = $Object.create(valuesById);
            values[valuesById[0] = "CANDIDATE_TYPE_UNSPECIFIED"] = 0;
            values[valuesById[1] = "CANDIDATE_TYPE_RAISE"] = 1;
            values[valuesById[2] = "CANDIDATE_TYPE_CLEAR"] = 2;
            return values;
        })();

        /**
         * CaseKind enum.
         * @name gridwarden.v1.CaseKind
         * @enum {number}
         * @property {number} CASE_KIND_UNSPECIFIED=0 CASE_KIND_UNSPECIFIED value
         * @property {number} CASE_KIND_ALARM=1 CASE_KIND_ALARM value
         * @property {number} CASE_KIND_WARNING=2 CASE_KIND_WARNING value
         * @property {number} CASE_KIND_CLUE=3 CASE_KIND_CLUE value
         * @property {number} CASE_KIND_FAULT=4 CASE_KIND_FAULT value
         */
        v1.CaseKind = (function() {
            const valuesById = $Object.create(null), values = $Object.create(valuesById);
            values[valuesById[0] = "CASE_KIND_UNSPECIFIED"] = 0;
            values[valuesById[1] = "CASE_KIND_ALARM"] = 1;
            values[valuesById[2] = "CASE_KIND_WARNING"] = 2;
            values[valuesById[3] = "CASE_KIND_CLUE"] = 3;
            values[valuesById[4] = "CASE_KIND_FAULT"] = 4;
            return values;
        })();

        v1.RuleVerdict = (function() {

            /**
             * Properties of a RuleVerdict.
             * @typedef {Object} gridwarden.v1.RuleVerdict.$Properties
             * @property {string|null} [ruleId] RuleVerdict ruleId
             * @property {string|null} [ruleVersion] RuleVerdict ruleVersion
             * @property {number|null} [episode] RuleVerdict episode
             * @property {Object.<string,gridwarden.v1.ChannelValue.$Properties>|null} [inputs] RuleVerdict inputs
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a RuleVerdict.
             * @memberof gridwarden.v1
             * @interface IRuleVerdict
             * @augments gridwarden.v1.RuleVerdict.$Properties
             * @deprecated Use gridwarden.v1.RuleVerdict.$Properties instead.
             */

            /**
             * Shape of a RuleVerdict.
             * @typedef {{
             *   ruleId?: string|null;
             *   ruleVersion?: string|null;
             *   episode?: number|null;
             *   inputs?: Object.<string,gridwarden.v1.ChannelValue.$Shape>|null;
             *   $unknowns?: Array.<Uint8Array>;
             * }} gridwarden.v1.RuleVerdict.$Shape
             */

            /**
             * Constructs a new RuleVerdict.
             * @memberof gridwarden.v1
             * @classdesc Represents a RuleVerdict.
             * @constructor
             * @param {gridwarden.v1.RuleVerdict.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const RuleVerdict = function (properties) {
                this.inputs = {};
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * RuleVerdict ruleId.
             * @member {string} ruleId
             * @memberof gridwarden.v1.RuleVerdict
             * @instance
             */
            RuleVerdict.prototype.ruleId = "";

            /**
             * RuleVerdict ruleVersion.
             * @member {string} ruleVersion
             * @memberof gridwarden.v1.RuleVerdict
             * @instance
             */
            RuleVerdict.prototype.ruleVersion = "";

            /**
             * RuleVerdict episode.
             * @member {number} episode
             * @memberof gridwarden.v1.RuleVerdict
             * @instance
             */
            RuleVerdict.prototype.episode = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            /**
             * RuleVerdict inputs.
             * @member {Object.<string,gridwarden.v1.ChannelValue.$Properties>} inputs
             * @memberof gridwarden.v1.RuleVerdict
             * @instance
             */
            RuleVerdict.prototype.inputs = $util.emptyObject;

            /**
             * Creates a new RuleVerdict instance using the specified properties.
             * @function create
             * @memberof gridwarden.v1.RuleVerdict
             * @static
             * @param {gridwarden.v1.RuleVerdict.$Properties=} [properties] Properties to set
             * @returns {gridwarden.v1.RuleVerdict} RuleVerdict instance
             * @type {{
             *   (properties: gridwarden.v1.RuleVerdict.$Shape): gridwarden.v1.RuleVerdict & gridwarden.v1.RuleVerdict.$Shape;
             *   (properties?: gridwarden.v1.RuleVerdict.$Properties): gridwarden.v1.RuleVerdict;
             * }}
             */
            RuleVerdict.create = function(properties) {
                return new RuleVerdict(properties);
            };

            /**
             * Encodes the specified RuleVerdict message. Does not implicitly {@link gridwarden.v1.RuleVerdict.verify|verify} messages.
             * @function encode
             * @memberof gridwarden.v1.RuleVerdict
             * @static
             * @param {gridwarden.v1.RuleVerdict.$Properties} message RuleVerdict message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            RuleVerdict.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.ruleId != null && $Object.hasOwnProperty.call(message, "ruleId") && message.ruleId !== "")
                    writer.uint32(/* id 1, wireType 2 =*/10).string(message.ruleId);
                if (message.ruleVersion != null && $Object.hasOwnProperty.call(message, "ruleVersion") && message.ruleVersion !== "")
                    writer.uint32(/* id 2, wireType 2 =*/18).string(message.ruleVersion);
                if (message.episode != null && $Object.hasOwnProperty.call(message, "episode") && (typeof message.episode === "object" ? message.episode.low || message.episode.high : message.episode !== 0))
                    writer.uint32(/* id 3, wireType 0 =*/24).uint64(message.episode);
                if (message.inputs != null && $Object.hasOwnProperty.call(message, "inputs"))
                    for (let keys = $Object.keys(message.inputs), i = 0; i < keys.length; ++i) {
                        writer.uint32(/* id 4, wireType 2 =*/34).fork().uint32(/* id 1, wireType 2 =*/10).string(keys[i]);
                        $root.gridwarden.v1.ChannelValue.encode(message.inputs[keys[i]], writer.uint32(/* id 2, wireType 2 =*/18).fork(), _depth + 1).ldelim().ldelim();
                    }
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a RuleVerdict message from the specified reader or buffer.
             * @function decode
             * @memberof gridwarden.v1.RuleVerdict
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {gridwarden.v1.RuleVerdict & gridwarden.v1.RuleVerdict.$Shape} RuleVerdict
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            RuleVerdict.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, key, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.gridwarden.v1.RuleVerdict();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.ruleId = value;
                            else
                                delete message.ruleId;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.ruleVersion = value;
                            else
                                delete message.ruleVersion;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.episode = value;
                            else
                                delete message.episode;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 2)
                                break;
                            if (message.inputs === $util.emptyObject)
                                message.inputs = {};
                            let end2 = reader.size() + reader.pos;
                            if (end2 > reader.len)
                                throw $RangeError("index out of range");
                            reader.len = end2;
                            key = "";
                            value = null;
                            while (reader.pos < end2) {
                                let tag2 = reader.tag();
                                wireType = tag2 & 7;
                                switch (tag2 >>>= 3) {
                                case 1:
                                    if (wireType !== 2)
                                        break;
                                    key = reader.stringVerify();
                                    continue;
                                case 2:
                                    if (wireType !== 2)
                                        break;
                                    value = $root.gridwarden.v1.ChannelValue.decode(reader, reader.size(), $undefined, _depth + 1, value);
                                    continue;
                                }
                                reader.skipType(wireType, _depth, tag2);
                            }
                            if (reader.pos !== end2)
                                throw $RangeError("index out of range");
                            reader.len = end;
                            if (key === "__proto__")
                                $util.makeProp(message.inputs, key);
                            message.inputs[key] = value || new $root.gridwarden.v1.ChannelValue();
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            /**
             * Verifies a RuleVerdict message.
             * @function verify
             * @memberof gridwarden.v1.RuleVerdict
             * @static
             * @param {Object.<string,*>} message Plain object to verify
             * @returns {string|null} `null` if valid, otherwise the reason why it is not
             */
            RuleVerdict.verify = function (message, _depth) {
                if (typeof message !== "object" || message === null)
                    return "object expected";
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    return "max depth exceeded";
                if (message.ruleId != null && $Object.hasOwnProperty.call(message, "ruleId"))
                    if (!$util.isString(message.ruleId))
                        return "ruleId: string expected";
                if (message.ruleVersion != null && $Object.hasOwnProperty.call(message, "ruleVersion"))
                    if (!$util.isString(message.ruleVersion))
                        return "ruleVersion: string expected";
                if (message.episode != null && $Object.hasOwnProperty.call(message, "episode"))
                    if (!$util.isInteger(message.episode) && !(message.episode && $util.isInteger(message.episode.low) && $util.isInteger(message.episode.high)))
                        return "episode: integer|Long expected";
                if (message.inputs != null && $Object.hasOwnProperty.call(message, "inputs")) {
                    if (!$util.isObject(message.inputs))
                        return "inputs: object expected";
                    let key = $Object.keys(message.inputs);
                    for (let i = 0; i < key.length; ++i) {
                        let error = $root.gridwarden.v1.ChannelValue.verify(message.inputs[key[i]], _depth + 1);
                        if (error)
                            return "inputs." + error;
                    }
                }
                return null;
            };

            /**
             * Creates a RuleVerdict message from a plain object. Also converts values to their respective internal types.
             * @function fromObject
             * @memberof gridwarden.v1.RuleVerdict
             * @static
             * @param {Object.<string,*>} object Plain object
             * @returns {gridwarden.v1.RuleVerdict} RuleVerdict
             */
            RuleVerdict.fromObject = function (object, _depth) {
                if (object instanceof $root.gridwarden.v1.RuleVerdict)
                    return object;
                if (!$util.isObject(object))
                    throw $TypeError(".gridwarden.v1.RuleVerdict: object expected");
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let message = new $root.gridwarden.v1.RuleVerdict();
                if (object.ruleId != null)
                    if (typeof object.ruleId !== "string" || object.ruleId.length)
                        message.ruleId = $String(object.ruleId);
                if (object.ruleVersion != null)
                    if (typeof object.ruleVersion !== "string" || object.ruleVersion.length)
                        message.ruleVersion = $String(object.ruleVersion);
                if (object.episode != null)
                    if (typeof object.episode === "object" ? object.episode.low || object.episode.high : $Number(object.episode) !== 0)
                        if ($util.Long)
                            message.episode = $util.Long.fromValue(object.episode, true);
                        else if (typeof object.episode === "string")
                            message.episode = $parseInt(object.episode, 10);
                        else if (typeof object.episode === "number")
                            message.episode = object.episode;
                        else if (typeof object.episode === "object")
                            message.episode = new $util.LongBits(object.episode.low >>> 0, object.episode.high >>> 0).toNumber(true);
                if (object.inputs) {
                    if (!$util.isObject(object.inputs))
                        throw $TypeError(".gridwarden.v1.RuleVerdict.inputs: object expected");
                    message.inputs = {};
                    for (let keys = $Object.keys(object.inputs), i = 0; i < keys.length; ++i) {
                        if (keys[i] === "__proto__")
                            $util.makeProp(message.inputs, keys[i]);
                        if (!$util.isObject(object.inputs[keys[i]]))
                            throw $TypeError(".gridwarden.v1.RuleVerdict.inputs: object expected");
                        message.inputs[keys[i]] = $root.gridwarden.v1.ChannelValue.fromObject(object.inputs[keys[i]], _depth + 1);
                    }
                }
                return message;
            };

            /**
             * Creates a plain object from a RuleVerdict message. Also converts values to other types if specified.
             * @function toObject
             * @memberof gridwarden.v1.RuleVerdict
             * @static
             * @param {gridwarden.v1.RuleVerdict} message RuleVerdict
             * @param {$protobuf.IConversionOptions} [options] Conversion options
             * @returns {Object.<string,*>} Plain object
             */
            RuleVerdict.toObject = function (message, options, _depth) {
                if (!options)
                    options = {};
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let object = {};
                if (options.objects || options.defaults)
                    object.inputs = {};
                if (options.defaults) {
                    object.ruleId = "";
                    object.ruleVersion = "";
                    if ($util.Long) {
                        let long = new $util.Long(0, 0, true);
                        object.episode = options.longs === $String ? long.toString() : options.longs === $Number ? long.toNumber() : typeof $BigInt !== "undefined" && options.longs === $BigInt ? long.toBigInt() : long;
                    } else
                        object.episode = options.longs === $String ? "0" : typeof $BigInt !== "undefined" && options.longs === $BigInt ? $BigInt("0") : 0;
                }
                if (message.ruleId != null && $Object.hasOwnProperty.call(message, "ruleId"))
                    object.ruleId = message.ruleId;
                if (message.ruleVersion != null && $Object.hasOwnProperty.call(message, "ruleVersion"))
                    object.ruleVersion = message.ruleVersion;
                if (message.episode != null && $Object.hasOwnProperty.call(message, "episode"))
                    if (typeof $BigInt !== "undefined" && options.longs === $BigInt)
                        object.episode = typeof message.episode === "number" ? $BigInt(message.episode) : $util.Long.fromBits(message.episode.low >>> 0, message.episode.high >>> 0, true).toBigInt();
                    else if (typeof message.episode === "number")
                        object.episode = options.longs === $String ? $String(message.episode) : message.episode;
                    else
                        object.episode = options.longs === $String ? $util.Long.prototype.toString.call(message.episode) : options.longs === $Number ? new $util.LongBits(message.episode.low >>> 0, message.episode.high >>> 0).toNumber(true) : message.episode;
                let keys2;
                if (message.inputs && (keys2 = $Object.keys(message.inputs)).length) {
                    object.inputs = {};
                    for (let j = 0; j < keys2.length; ++j) {
                        if (keys2[j] === "__proto__")
                            $util.makeProp(object.inputs, keys2[j]);
                        object.inputs[keys2[j]] = $root.gridwarden.v1.ChannelValue.toObject(message.inputs[keys2[j]], options, _depth + 1);
                    }
                }
                return object;
            };

            /**
             * Converts this RuleVerdict to JSON.
             * @function toJSON
             * @memberof gridwarden.v1.RuleVerdict
             * @instance
             * @returns {Object.<string,*>} JSON object
             */
            RuleVerdict.prototype.toJSON = function() {
                return RuleVerdict.toObject(this, $protobuf.util.toJSONOptions);
            };

            /**
             * Gets the type url for RuleVerdict
             * @function getTypeUrl
             * @memberof gridwarden.v1.RuleVerdict
             * @static
             * @param {string} [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns {string} The type url
             */
            RuleVerdict.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/gridwarden.v1.RuleVerdict";
            };

            return RuleVerdict;
        })();

        v1.CaseCandidate = (function() {

            /**
             * Properties of a CaseCandidate.
             * @typedef {Object} gridwarden.v1.CaseCandidate.$Properties
             * @property {string|null} [candidateId] CaseCandidate candidateId
             * @property {gridwarden.v1.CandidateType|null} [type] CaseCandidate type
             * @property {string|null} [deviceId] CaseCandidate deviceId
             * @property {string|null} [source] CaseCandidate source
             * @property {string|null} [assetCode] CaseCandidate assetCode
             * @property {string|null} [categoryCode] CaseCandidate categoryCode
             * @property {number|null} [severity] CaseCandidate severity
             * @property {number|null} [certainty] CaseCandidate certainty
             * @property {number|null} [at] CaseCandidate at
             * @property {number|null} [since] CaseCandidate since
             * @property {gridwarden.v1.Position.$Properties|null} [position] CaseCandidate position
             * @property {gridwarden.v1.RuleVerdict.$Properties|null} [verdict] CaseCandidate verdict
             * @property {boolean|null} [simulated] CaseCandidate simulated
             * @property {number|null} [commit] CaseCandidate commit
             * @property {number|null} [frame] CaseCandidate frame
             * @property {gridwarden.v1.CaseKind|null} [kind] CaseCandidate kind
             * @property {boolean|null} [test] CaseCandidate test
             * @property {string|null} [subject] CaseCandidate subject
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a CaseCandidate.
             * @memberof gridwarden.v1
             * @interface ICaseCandidate
             * @augments gridwarden.v1.CaseCandidate.$Properties
             * @deprecated Use gridwarden.v1.CaseCandidate.$Properties instead.
             */

            /**
             * Shape of a CaseCandidate.
             * @typedef {{
             *   candidateId?: string|null;
             *   type?: gridwarden.v1.CandidateType|null;
             *   deviceId?: string|null;
             *   source?: string|null;
             *   assetCode?: string|null;
             *   categoryCode?: string|null;
             *   severity?: number|null;
             *   certainty?: number|null;
             *   at?: number|null;
             *   since?: number|null;
             *   position?: gridwarden.v1.Position.$Shape|null;
             *   verdict?: gridwarden.v1.RuleVerdict.$Shape|null;
             *   simulated?: boolean|null;
             *   commit?: number|null;
             *   frame?: number|null;
             *   kind?: gridwarden.v1.CaseKind|null;
             *   test?: boolean|null;
             *   subject?: string|null;
             *   $unknowns?: Array.<Uint8Array>;
             * }} gridwarden.v1.CaseCandidate.$Shape
             */

            /**
             * Constructs a new CaseCandidate.
             * @memberof gridwarden.v1
             * @classdesc Represents a CaseCandidate.
             * @constructor
             * @param {gridwarden.v1.CaseCandidate.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const CaseCandidate = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * CaseCandidate candidateId.
             * @member {string} candidateId
             * @memberof gridwarden.v1.CaseCandidate
             * @instance
             */
            CaseCandidate.prototype.candidateId = "";

            /**
             * CaseCandidate type.
             * @member {gridwarden.v1.CandidateType} type
             * @memberof gridwarden.v1.CaseCandidate
             * @instance
             */
            CaseCandidate.prototype.type = 0;

            /**
             * CaseCandidate deviceId.
             * @member {string} deviceId
             * @memberof gridwarden.v1.CaseCandidate
             * @instance
             */
            CaseCandidate.prototype.deviceId = "";

            /**
             * CaseCandidate source.
             * @member {string} source
             * @memberof gridwarden.v1.CaseCandidate
             * @instance
             */
            CaseCandidate.prototype.source = "";

            /**
             * CaseCandidate assetCode.
             * @member {string} assetCode
             * @memberof gridwarden.v1.CaseCandidate
             * @instance
             */
            CaseCandidate.prototype.assetCode = "";

            /**
             * CaseCandidate categoryCode.
             * @member {string} categoryCode
             * @memberof gridwarden.v1.CaseCandidate
             * @instance
             */
            CaseCandidate.prototype.categoryCode = "";

            /**
             * CaseCandidate severity.
             * @member {number} severity
             * @memberof gridwarden.v1.CaseCandidate
             * @instance
             */
            CaseCandidate.prototype.severity = 0;

            /**
             * CaseCandidate certainty.
             * @member {number} certainty
             * @memberof gridwarden.v1.CaseCandidate
             * @instance
             */
            CaseCandidate.prototype.certainty = 0;

            /**
             * CaseCandidate at.
             * @member {number} at
             * @memberof gridwarden.v1.CaseCandidate
             * @instance
             */
            CaseCandidate.prototype.at = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            /**
             * CaseCandidate since.
             * @member {number} since
             * @memberof gridwarden.v1.CaseCandidate
             * @instance
             */
            CaseCandidate.prototype.since = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            /**
             * CaseCandidate position.
             * @member {gridwarden.v1.Position.$Properties|null|undefined} position
             * @memberof gridwarden.v1.CaseCandidate
             * @instance
             */
            CaseCandidate.prototype.position = null;

            /**
             * CaseCandidate verdict.
             * @member {gridwarden.v1.RuleVerdict.$Properties|null|undefined} verdict
             * @memberof gridwarden.v1.CaseCandidate
             * @instance
             */
            CaseCandidate.prototype.verdict = null;

            /**
             * CaseCandidate simulated.
             * @member {boolean} simulated
             * @memberof gridwarden.v1.CaseCandidate
             * @instance
             */
            CaseCandidate.prototype.simulated = false;

            /**
             * CaseCandidate commit.
             * @member {number} commit
             * @memberof gridwarden.v1.CaseCandidate
             * @instance
             */
            CaseCandidate.prototype.commit = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            /**
             * CaseCandidate frame.
             * @member {number} frame
             * @memberof gridwarden.v1.CaseCandidate
             * @instance
             */
            CaseCandidate.prototype.frame = 0;

            /**
             * CaseCandidate kind.
             * @member {gridwarden.v1.CaseKind} kind
             * @memberof gridwarden.v1.CaseCandidate
             * @instance
             */
            CaseCandidate.prototype.kind = 0;

            /**
             * CaseCandidate test.
             * @member {boolean} test
             * @memberof gridwarden.v1.CaseCandidate
             * @instance
             */
            CaseCandidate.prototype.test = false;

            /**
             * CaseCandidate subject.
             * @member {string} subject
             * @memberof gridwarden.v1.CaseCandidate
             * @instance
             */
            CaseCandidate.prototype.subject = "";

            /**
             * Creates a new CaseCandidate instance using the specified properties.
             * @function create
             * @memberof gridwarden.v1.CaseCandidate
             * @static
             * @param {gridwarden.v1.CaseCandidate.$Properties=} [properties] Properties to set
             * @returns {gridwarden.v1.CaseCandidate} CaseCandidate instance
             * @type {{
             *   (properties: gridwarden.v1.CaseCandidate.$Shape): gridwarden.v1.CaseCandidate & gridwarden.v1.CaseCandidate.$Shape;
             *   (properties?: gridwarden.v1.CaseCandidate.$Properties): gridwarden.v1.CaseCandidate;
             * }}
             */
            CaseCandidate.create = function(properties) {
                return new CaseCandidate(properties);
            };

            /**
             * Encodes the specified CaseCandidate message. Does not implicitly {@link gridwarden.v1.CaseCandidate.verify|verify} messages.
             * @function encode
             * @memberof gridwarden.v1.CaseCandidate
             * @static
             * @param {gridwarden.v1.CaseCandidate.$Properties} message CaseCandidate message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            CaseCandidate.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.candidateId != null && $Object.hasOwnProperty.call(message, "candidateId") && message.candidateId !== "")
                    writer.uint32(/* id 1, wireType 2 =*/10).string(message.candidateId);
                if (message.type != null && $Object.hasOwnProperty.call(message, "type") && message.type !== 0)
                    writer.uint32(/* id 2, wireType 0 =*/16).int32(message.type);
                if (message.deviceId != null && $Object.hasOwnProperty.call(message, "deviceId") && message.deviceId !== "")
                    writer.uint32(/* id 3, wireType 2 =*/26).string(message.deviceId);
                if (message.source != null && $Object.hasOwnProperty.call(message, "source") && message.source !== "")
                    writer.uint32(/* id 4, wireType 2 =*/34).string(message.source);
                if (message.assetCode != null && $Object.hasOwnProperty.call(message, "assetCode") && message.assetCode !== "")
                    writer.uint32(/* id 5, wireType 2 =*/42).string(message.assetCode);
                if (message.categoryCode != null && $Object.hasOwnProperty.call(message, "categoryCode") && message.categoryCode !== "")
                    writer.uint32(/* id 6, wireType 2 =*/50).string(message.categoryCode);
                if (message.severity != null && $Object.hasOwnProperty.call(message, "severity") && message.severity !== 0)
                    writer.uint32(/* id 7, wireType 0 =*/56).uint32(message.severity);
                if (message.certainty != null && $Object.hasOwnProperty.call(message, "certainty") && !$Object.is(message.certainty, 0))
                    writer.uint32(/* id 8, wireType 1 =*/65).double(message.certainty);
                if (message.at != null && $Object.hasOwnProperty.call(message, "at") && (typeof message.at === "object" ? message.at.low || message.at.high : message.at !== 0))
                    writer.uint32(/* id 9, wireType 1 =*/73).fixed64(message.at);
                if (message.since != null && $Object.hasOwnProperty.call(message, "since") && (typeof message.since === "object" ? message.since.low || message.since.high : message.since !== 0))
                    writer.uint32(/* id 10, wireType 1 =*/81).fixed64(message.since);
                if (message.position != null && $Object.hasOwnProperty.call(message, "position"))
                    $root.gridwarden.v1.Position.encode(message.position, writer.uint32(/* id 11, wireType 2 =*/90).fork(), _depth + 1).ldelim();
                if (message.verdict != null && $Object.hasOwnProperty.call(message, "verdict"))
                    $root.gridwarden.v1.RuleVerdict.encode(message.verdict, writer.uint32(/* id 12, wireType 2 =*/98).fork(), _depth + 1).ldelim();
                if (message.simulated != null && $Object.hasOwnProperty.call(message, "simulated") && message.simulated !== false)
                    writer.uint32(/* id 13, wireType 0 =*/104).bool(message.simulated);
                if (message.commit != null && $Object.hasOwnProperty.call(message, "commit") && (typeof message.commit === "object" ? message.commit.low || message.commit.high : message.commit !== 0))
                    writer.uint32(/* id 14, wireType 0 =*/112).uint64(message.commit);
                if (message.frame != null && $Object.hasOwnProperty.call(message, "frame") && message.frame !== 0)
                    writer.uint32(/* id 15, wireType 0 =*/120).uint32(message.frame);
                if (message.kind != null && $Object.hasOwnProperty.call(message, "kind") && message.kind !== 0)
                    writer.uint32(/* id 16, wireType 0 =*/128).int32(message.kind);
                if (message.test != null && $Object.hasOwnProperty.call(message, "test") && message.test !== false)
                    writer.uint32(/* id 17, wireType 0 =*/136).bool(message.test);
                if (message.subject != null && $Object.hasOwnProperty.call(message, "subject") && message.subject !== "")
                    writer.uint32(/* id 18, wireType 2 =*/146).string(message.subject);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a CaseCandidate message from the specified reader or buffer.
             * @function decode
             * @memberof gridwarden.v1.CaseCandidate
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {gridwarden.v1.CaseCandidate & gridwarden.v1.CaseCandidate.$Shape} CaseCandidate
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            CaseCandidate.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.gridwarden.v1.CaseCandidate();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.candidateId = value;
                            else
                                delete message.candidateId;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.int32())
                                message.type = value;
                            else
                                delete message.type;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.deviceId = value;
                            else
                                delete message.deviceId;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.source = value;
                            else
                                delete message.source;
                            continue;
                        }
                    case 5: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.assetCode = value;
                            else
                                delete message.assetCode;
                            continue;
                        }
                    case 6: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.categoryCode = value;
                            else
                                delete message.categoryCode;
                            continue;
                        }
                    case 7: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.severity = value;
                            else
                                delete message.severity;
                            continue;
                        }
                    case 8: {
                            if (wireType !== 1)
                                break;
                            if (!$Object.is(value = reader.double(), 0))
                                message.certainty = value;
                            else
                                delete message.certainty;
                            continue;
                        }
                    case 9: {
                            if (wireType !== 1)
                                break;
                            if (typeof (value = reader.fixed64()) === "object" ? value.low || value.high : value !== 0)
                                message.at = value;
                            else
                                delete message.at;
                            continue;
                        }
                    case 10: {
                            if (wireType !== 1)
                                break;
                            if (typeof (value = reader.fixed64()) === "object" ? value.low || value.high : value !== 0)
                                message.since = value;
                            else
                                delete message.since;
                            continue;
                        }
                    case 11: {
                            if (wireType !== 2)
                                break;
                            message.position = $root.gridwarden.v1.Position.decode(reader, reader.size(), $undefined, _depth + 1, message.position);
                            continue;
                        }
                    case 12: {
                            if (wireType !== 2)
                                break;
                            message.verdict = $root.gridwarden.v1.RuleVerdict.decode(reader, reader.size(), $undefined, _depth + 1, message.verdict);
                            continue;
                        }
                    case 13: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.bool())
                                message.simulated = value;
                            else
                                delete message.simulated;
                            continue;
                        }
                    case 14: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.commit = value;
                            else
                                delete message.commit;
                            continue;
                        }
                    case 15: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.frame = value;
                            else
                                delete message.frame;
                            continue;
                        }
                    case 16: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.int32())
                                message.kind = value;
                            else
                                delete message.kind;
                            continue;
                        }
                    case 17: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.bool())
                                message.test = value;
                            else
                                delete message.test;
                            continue;
                        }
                    case 18: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.subject = value;
                            else
                                delete message.subject;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            /**
             * Verifies a CaseCandidate message.
             * @function verify
             * @memberof gridwarden.v1.CaseCandidate
             * @static
             * @param {Object.<string,*>} message Plain object to verify
             * @returns {string|null} `null` if valid, otherwise the reason why it is not
             */
            CaseCandidate.verify = function (message, _depth) {
                if (typeof message !== "object" || message === null)
                    return "object expected";
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    return "max depth exceeded";
                if (message.candidateId != null && $Object.hasOwnProperty.call(message, "candidateId"))
                    if (!$util.isString(message.candidateId))
                        return "candidateId: string expected";
                if (message.type != null && $Object.hasOwnProperty.call(message, "type"))
                    if (typeof message.type !== "number" || (message.type | 0) !== message.type)
                        return "type: enum value expected";
                if (message.deviceId != null && $Object.hasOwnProperty.call(message, "deviceId"))
                    if (!$util.isString(message.deviceId))
                        return "deviceId: string expected";
                if (message.source != null && $Object.hasOwnProperty.call(message, "source"))
                    if (!$util.isString(message.source))
                        return "source: string expected";
                if (message.assetCode != null && $Object.hasOwnProperty.call(message, "assetCode"))
                    if (!$util.isString(message.assetCode))
                        return "assetCode: string expected";
                if (message.categoryCode != null && $Object.hasOwnProperty.call(message, "categoryCode"))
                    if (!$util.isString(message.categoryCode))
                        return "categoryCode: string expected";
                if (message.severity != null && $Object.hasOwnProperty.call(message, "severity"))
                    if (!$util.isInteger(message.severity))
                        return "severity: integer expected";
                if (message.certainty != null && $Object.hasOwnProperty.call(message, "certainty"))
                    if (typeof message.certainty !== "number")
                        return "certainty: number expected";
                if (message.at != null && $Object.hasOwnProperty.call(message, "at"))
                    if (!$util.isInteger(message.at) && !(message.at && $util.isInteger(message.at.low) && $util.isInteger(message.at.high)))
                        return "at: integer|Long expected";
                if (message.since != null && $Object.hasOwnProperty.call(message, "since"))
                    if (!$util.isInteger(message.since) && !(message.since && $util.isInteger(message.since.low) && $util.isInteger(message.since.high)))
                        return "since: integer|Long expected";
                if (message.position != null && $Object.hasOwnProperty.call(message, "position")) {
                    let error = $root.gridwarden.v1.Position.verify(message.position, _depth + 1);
                    if (error)
                        return "position." + error;
                }
                if (message.verdict != null && $Object.hasOwnProperty.call(message, "verdict")) {
                    let error = $root.gridwarden.v1.RuleVerdict.verify(message.verdict, _depth + 1);
                    if (error)
                        return "verdict." + error;
                }
                if (message.simulated != null && $Object.hasOwnProperty.call(message, "simulated"))
                    if (typeof message.simulated !== "boolean")
                        return "simulated: boolean expected";
                if (message.commit != null && $Object.hasOwnProperty.call(message, "commit"))
                    if (!$util.isInteger(message.commit) && !(message.commit && $util.isInteger(message.commit.low) && $util.isInteger(message.commit.high)))
                        return "commit: integer|Long expected";
                if (message.frame != null && $Object.hasOwnProperty.call(message, "frame"))
                    if (!$util.isInteger(message.frame))
                        return "frame: integer expected";
                if (message.kind != null && $Object.hasOwnProperty.call(message, "kind"))
                    if (typeof message.kind !== "number" || (message.kind | 0) !== message.kind)
                        return "kind: enum value expected";
                if (message.test != null && $Object.hasOwnProperty.call(message, "test"))
                    if (typeof message.test !== "boolean")
                        return "test: boolean expected";
                if (message.subject != null && $Object.hasOwnProperty.call(message, "subject"))
                    if (!$util.isString(message.subject))
                        return "subject: string expected";
                return null;
            };

            /**
             * Creates a CaseCandidate message from a plain object. Also converts values to their respective internal types.
             * @function fromObject
             * @memberof gridwarden.v1.CaseCandidate
             * @static
             * @param {Object.<string,*>} object Plain object
             * @returns {gridwarden.v1.CaseCandidate} CaseCandidate
             */
            CaseCandidate.fromObject = function (object, _depth) {
                if (object instanceof $root.gridwarden.v1.CaseCandidate)
                    return object;
                if (!$util.isObject(object))
                    throw $TypeError(".gridwarden.v1.CaseCandidate: object expected");
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let message = new $root.gridwarden.v1.CaseCandidate();
                if (object.candidateId != null)
                    if (typeof object.candidateId !== "string" || object.candidateId.length)
                        message.candidateId = $String(object.candidateId);
                if (object.type !== 0 && (typeof object.type !== "string" || $root.gridwarden.v1.CandidateType[object.type] !== 0))
                    switch (object.type) {
                    case "CANDIDATE_TYPE_UNSPECIFIED":
                    case 0:
                        message.type = 0;
                        break;
                    case "CANDIDATE_TYPE_RAISE":
                    case 1:
                        message.type = 1;
                        break;
                    case "CANDIDATE_TYPE_CLEAR":
                    case 2:
                        message.type = 2;
                        break;
                    default:
                        if (typeof object.type === "number" && (object.type | 0) === object.type)
                            message.type = object.type;
                    }
                if (object.deviceId != null)
                    if (typeof object.deviceId !== "string" || object.deviceId.length)
                        message.deviceId = $String(object.deviceId);
                if (object.source != null)
                    if (typeof object.source !== "string" || object.source.length)
                        message.source = $String(object.source);
                if (object.assetCode != null)
                    if (typeof object.assetCode !== "string" || object.assetCode.length)
                        message.assetCode = $String(object.assetCode);
                if (object.categoryCode != null)
                    if (typeof object.categoryCode !== "string" || object.categoryCode.length)
                        message.categoryCode = $String(object.categoryCode);
                if (object.severity != null)
                    if ($Number(object.severity) !== 0)
                        message.severity = object.severity >>> 0;
                if (object.certainty != null)
                    if (!$Object.is($Number(object.certainty), 0))
                        message.certainty = $Number(object.certainty);
                if (object.at != null)
                    if (typeof object.at === "object" ? object.at.low || object.at.high : $Number(object.at) !== 0)
                        if ($util.Long)
                            message.at = $util.Long.fromValue(object.at, true);
                        else if (typeof object.at === "string")
                            message.at = $parseInt(object.at, 10);
                        else if (typeof object.at === "number")
                            message.at = object.at;
                        else if (typeof object.at === "object")
                            message.at = new $util.LongBits(object.at.low >>> 0, object.at.high >>> 0).toNumber(true);
                if (object.since != null)
                    if (typeof object.since === "object" ? object.since.low || object.since.high : $Number(object.since) !== 0)
                        if ($util.Long)
                            message.since = $util.Long.fromValue(object.since, true);
                        else if (typeof object.since === "string")
                            message.since = $parseInt(object.since, 10);
                        else if (typeof object.since === "number")
                            message.since = object.since;
                        else if (typeof object.since === "object")
                            message.since = new $util.LongBits(object.since.low >>> 0, object.since.high >>> 0).toNumber(true);
                if (object.position != null) {
                    if (!$util.isObject(object.position))
                        throw $TypeError(".gridwarden.v1.CaseCandidate.position: object expected");
                    message.position = $root.gridwarden.v1.Position.fromObject(object.position, _depth + 1);
                }
                if (object.verdict != null) {
                    if (!$util.isObject(object.verdict))
                        throw $TypeError(".gridwarden.v1.CaseCandidate.verdict: object expected");
                    message.verdict = $root.gridwarden.v1.RuleVerdict.fromObject(object.verdict, _depth + 1);
                }
                if (object.simulated != null)
                    if (object.simulated)
                        message.simulated = $Boolean(object.simulated);
                if (object.commit != null)
                    if (typeof object.commit === "object" ? object.commit.low || object.commit.high : $Number(object.commit) !== 0)
                        if ($util.Long)
                            message.commit = $util.Long.fromValue(object.commit, true);
                        else if (typeof object.commit === "string")
                            message.commit = $parseInt(object.commit, 10);
                        else if (typeof object.commit === "number")
                            message.commit = object.commit;
                        else if (typeof object.commit === "object")
                            message.commit = new $util.LongBits(object.commit.low >>> 0, object.commit.high >>> 0).toNumber(true);
                if (object.frame != null)
                    if ($Number(object.frame) !== 0)
                        message.frame = object.frame >>> 0;
                if (object.kind !== 0 && (typeof object.kind !== "string" || $root.gridwarden.v1.CaseKind[object.kind] !== 0))
                    switch (object.kind) {
                    case "CASE_KIND_UNSPECIFIED":
                    case 0:
                        message.kind = 0;
                        break;
                    case "CASE_KIND_ALARM":
                    case 1:
                        message.kind = 1;
                        break;
                    case "CASE_KIND_WARNING":
                    case 2:
                        message.kind = 2;
                        break;
                    case "CASE_KIND_CLUE":
                    case 3:
                        message.kind = 3;
                        break;
                    case "CASE_KIND_FAULT":
                    case 4:
                        message.kind = 4;
                        break;
                    default:
                        if (typeof object.kind === "number" && (object.kind | 0) === object.kind)
                            message.kind = object.kind;
                    }
                if (object.test != null)
                    if (object.test)
                        message.test = $Boolean(object.test);
                if (object.subject != null)
                    if (typeof object.subject !== "string" || object.subject.length)
                        message.subject = $String(object.subject);
                return message;
            };

            /**
             * Creates a plain object from a CaseCandidate message. Also converts values to other types if specified.
             * @function toObject
             * @memberof gridwarden.v1.CaseCandidate
             * @static
             * @param {gridwarden.v1.CaseCandidate} message CaseCandidate
             * @param {$protobuf.IConversionOptions} [options] Conversion options
             * @returns {Object.<string,*>} Plain object
             */
            CaseCandidate.toObject = function (message, options, _depth) {
                if (!options)
                    options = {};
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let object = {};
                if (options.defaults) {
                    object.candidateId = "";
                    object.type = options.enums === $String ? "CANDIDATE_TYPE_UNSPECIFIED" : 0;
                    object.deviceId = "";
                    object.source = "";
                    object.assetCode = "";
                    object.categoryCode = "";
                    object.severity = 0;
                    object.certainty = 0;
                    if ($util.Long) {
                        let long = new $util.Long(0, 0, true);
                        object.at = options.longs === $String ? long.toString() : options.longs === $Number ? long.toNumber() : typeof $BigInt !== "undefined" && options.longs === $BigInt ? long.toBigInt() : long;
                    } else
                        object.at = options.longs === $String ? "0" : typeof $BigInt !== "undefined" && options.longs === $BigInt ? $BigInt("0") : 0;
                    if ($util.Long) {
                        let long = new $util.Long(0, 0, true);
                        object.since = options.longs === $String ? long.toString() : options.longs === $Number ? long.toNumber() : typeof $BigInt !== "undefined" && options.longs === $BigInt ? long.toBigInt() : long;
                    } else
                        object.since = options.longs === $String ? "0" : typeof $BigInt !== "undefined" && options.longs === $BigInt ? $BigInt("0") : 0;
                    object.position = null;
                    object.verdict = null;
                    object.simulated = false;
                    if ($util.Long) {
                        let long = new $util.Long(0, 0, true);
                        object.commit = options.longs === $String ? long.toString() : options.longs === $Number ? long.toNumber() : typeof $BigInt !== "undefined" && options.longs === $BigInt ? long.toBigInt() : long;
                    } else
                        object.commit = options.longs === $String ? "0" : typeof $BigInt !== "undefined" && options.longs === $BigInt ? $BigInt("0") : 0;
                    object.frame = 0;
                    object.kind = options.enums === $String ? "CASE_KIND_UNSPECIFIED" : 0;
                    object.test = false;
                    object.subject = "";
                }
                if (message.candidateId != null && $Object.hasOwnProperty.call(message, "candidateId"))
                    object.candidateId = message.candidateId;
                if (message.type != null && $Object.hasOwnProperty.call(message, "type"))
                    object.type = options.enums === $String ? $root.gridwarden.v1.CandidateType[message.type] === $undefined ? message.type : $root.gridwarden.v1.CandidateType[message.type] : message.type;
                if (message.deviceId != null && $Object.hasOwnProperty.call(message, "deviceId"))
                    object.deviceId = message.deviceId;
                if (message.source != null && $Object.hasOwnProperty.call(message, "source"))
                    object.source = message.source;
                if (message.assetCode != null && $Object.hasOwnProperty.call(message, "assetCode"))
                    object.assetCode = message.assetCode;
                if (message.categoryCode != null && $Object.hasOwnProperty.call(message, "categoryCode"))
                    object.categoryCode = message.categoryCode;
                if (message.severity != null && $Object.hasOwnProperty.call(message, "severity"))
                    object.severity = message.severity;
                if (message.certainty != null && $Object.hasOwnProperty.call(message, "certainty"))
                    object.certainty = options.json && !$isFinite(message.certainty) ? $String(message.certainty) : message.certainty;
                if (message.at != null && $Object.hasOwnProperty.call(message, "at"))
                    if (typeof $BigInt !== "undefined" && options.longs === $BigInt)
                        object.at = typeof message.at === "number" ? $BigInt(message.at) : $util.Long.fromBits(message.at.low >>> 0, message.at.high >>> 0, true).toBigInt();
                    else if (typeof message.at === "number")
                        object.at = options.longs === $String ? $String(message.at) : message.at;
                    else
                        object.at = options.longs === $String ? $util.Long.prototype.toString.call(message.at) : options.longs === $Number ? new $util.LongBits(message.at.low >>> 0, message.at.high >>> 0).toNumber(true) : message.at;
                if (message.since != null && $Object.hasOwnProperty.call(message, "since"))
                    if (typeof $BigInt !== "undefined" && options.longs === $BigInt)
                        object.since = typeof message.since === "number" ? $BigInt(message.since) : $util.Long.fromBits(message.since.low >>> 0, message.since.high >>> 0, true).toBigInt();
                    else if (typeof message.since === "number")
                        object.since = options.longs === $String ? $String(message.since) : message.since;
                    else
                        object.since = options.longs === $String ? $util.Long.prototype.toString.call(message.since) : options.longs === $Number ? new $util.LongBits(message.since.low >>> 0, message.since.high >>> 0).toNumber(true) : message.since;
                if (message.position != null && $Object.hasOwnProperty.call(message, "position"))
                    object.position = $root.gridwarden.v1.Position.toObject(message.position, options, _depth + 1);
                if (message.verdict != null && $Object.hasOwnProperty.call(message, "verdict"))
                    object.verdict = $root.gridwarden.v1.RuleVerdict.toObject(message.verdict, options, _depth + 1);
                if (message.simulated != null && $Object.hasOwnProperty.call(message, "simulated"))
                    object.simulated = message.simulated;
                if (message.commit != null && $Object.hasOwnProperty.call(message, "commit"))
                    if (typeof $BigInt !== "undefined" && options.longs === $BigInt)
                        object.commit = typeof message.commit === "number" ? $BigInt(message.commit) : $util.Long.fromBits(message.commit.low >>> 0, message.commit.high >>> 0, true).toBigInt();
                    else if (typeof message.commit === "number")
                        object.commit = options.longs === $String ? $String(message.commit) : message.commit;
                    else
                        object.commit = options.longs === $String ? $util.Long.prototype.toString.call(message.commit) : options.longs === $Number ? new $util.LongBits(message.commit.low >>> 0, message.commit.high >>> 0).toNumber(true) : message.commit;
                if (message.frame != null && $Object.hasOwnProperty.call(message, "frame"))
                    object.frame = message.frame;
                if (message.kind != null && $Object.hasOwnProperty.call(message, "kind"))
                    object.kind = options.enums === $String ? $root.gridwarden.v1.CaseKind[message.kind] === $undefined ? message.kind : $root.gridwarden.v1.CaseKind[message.kind] : message.kind;
                if (message.test != null && $Object.hasOwnProperty.call(message, "test"))
                    object.test = message.test;
                if (message.subject != null && $Object.hasOwnProperty.call(message, "subject"))
                    object.subject = message.subject;
                return object;
            };

            /**
             * Converts this CaseCandidate to JSON.
             * @function toJSON
             * @memberof gridwarden.v1.CaseCandidate
             * @instance
             * @returns {Object.<string,*>} JSON object
             */
            CaseCandidate.prototype.toJSON = function() {
                return CaseCandidate.toObject(this, $protobuf.util.toJSONOptions);
            };

            /**
             * Gets the type url for CaseCandidate
             * @function getTypeUrl
             * @memberof gridwarden.v1.CaseCandidate
             * @static
             * @param {string} [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns {string} The type url
             */
            CaseCandidate.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/gridwarden.v1.CaseCandidate";
            };

            return CaseCandidate;
        })();

        v1.GridRef = (function() {

            /**
             * Properties of a GridRef.
             * @typedef {Object} gridwarden.v1.GridRef.$Properties
             * @property {string|null} [system] GridRef system
             * @property {string|null} [version] GridRef version
             * @property {string|null} [code] GridRef code
             * @property {Array.<string>|null} [path] GridRef path
             * @property {string|null} [type] GridRef type
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a GridRef.
             * @memberof gridwarden.v1
             * @interface IGridRef
             * @augments gridwarden.v1.GridRef.$Properties
             * @deprecated Use gridwarden.v1.GridRef.$Properties instead.
             */

            /**
             * Shape of a GridRef.
             * @typedef {gridwarden.v1.GridRef.$Properties} gridwarden.v1.GridRef.$Shape
             */

            /**
             * Constructs a new GridRef.
             * @memberof gridwarden.v1
             * @classdesc Represents a GridRef.
             * @constructor
             * @param {gridwarden.v1.GridRef.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const GridRef = function (properties) {
                this.path = [];
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * GridRef system.
             * @member {string} system
             * @memberof gridwarden.v1.GridRef
             * @instance
             */
            GridRef.prototype.system = "";

            /**
             * GridRef version.
             * @member {string} version
             * @memberof gridwarden.v1.GridRef
             * @instance
             */
            GridRef.prototype.version = "";

            /**
             * GridRef code.
             * @member {string} code
             * @memberof gridwarden.v1.GridRef
             * @instance
             */
            GridRef.prototype.code = "";

            /**
             * GridRef path.
             * @member {Array.<string>} path
             * @memberof gridwarden.v1.GridRef
             * @instance
             */
            GridRef.prototype.path = $util.emptyArray;

            /**
             * GridRef type.
             * @member {string} type
             * @memberof gridwarden.v1.GridRef
             * @instance
             */
            GridRef.prototype.type = "";

            /**
             * Creates a new GridRef instance using the specified properties.
             * @function create
             * @memberof gridwarden.v1.GridRef
             * @static
             * @param {gridwarden.v1.GridRef.$Properties=} [properties] Properties to set
             * @returns {gridwarden.v1.GridRef} GridRef instance
             * @type {{
             *   (properties: gridwarden.v1.GridRef.$Shape): gridwarden.v1.GridRef & gridwarden.v1.GridRef.$Shape;
             *   (properties?: gridwarden.v1.GridRef.$Properties): gridwarden.v1.GridRef;
             * }}
             */
            GridRef.create = function(properties) {
                return new GridRef(properties);
            };

            /**
             * Encodes the specified GridRef message. Does not implicitly {@link gridwarden.v1.GridRef.verify|verify} messages.
             * @function encode
             * @memberof gridwarden.v1.GridRef
             * @static
             * @param {gridwarden.v1.GridRef.$Properties} message GridRef message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            GridRef.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.system != null && $Object.hasOwnProperty.call(message, "system") && message.system !== "")
                    writer.uint32(/* id 1, wireType 2 =*/10).string(message.system);
                if (message.version != null && $Object.hasOwnProperty.call(message, "version") && message.version !== "")
                    writer.uint32(/* id 2, wireType 2 =*/18).string(message.version);
                if (message.code != null && $Object.hasOwnProperty.call(message, "code") && message.code !== "")
                    writer.uint32(/* id 3, wireType 2 =*/26).string(message.code);
                if (message.path != null && message.path.length)
                    for (let i = 0; i < message.path.length; ++i)
                        writer.uint32(/* id 4, wireType 2 =*/34).string(message.path[i]);
                if (message.type != null && $Object.hasOwnProperty.call(message, "type") && message.type !== "")
                    writer.uint32(/* id 5, wireType 2 =*/42).string(message.type);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a GridRef message from the specified reader or buffer.
             * @function decode
             * @memberof gridwarden.v1.GridRef
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {gridwarden.v1.GridRef & gridwarden.v1.GridRef.$Shape} GridRef
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            GridRef.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.gridwarden.v1.GridRef();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.system = value;
                            else
                                delete message.system;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.version = value;
                            else
                                delete message.version;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.code = value;
                            else
                                delete message.code;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 2)
                                break;
                            if (!(message.path && message.path.length))
                                message.path = [];
                            message.path.push(reader.stringVerify());
                            continue;
                        }
                    case 5: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.type = value;
                            else
                                delete message.type;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            /**
             * Verifies a GridRef message.
             * @function verify
             * @memberof gridwarden.v1.GridRef
             * @static
             * @param {Object.<string,*>} message Plain object to verify
             * @returns {string|null} `null` if valid, otherwise the reason why it is not
             */
            GridRef.verify = function (message, _depth) {
                if (typeof message !== "object" || message === null)
                    return "object expected";
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    return "max depth exceeded";
                if (message.system != null && $Object.hasOwnProperty.call(message, "system"))
                    if (!$util.isString(message.system))
                        return "system: string expected";
                if (message.version != null && $Object.hasOwnProperty.call(message, "version"))
                    if (!$util.isString(message.version))
                        return "version: string expected";
                if (message.code != null && $Object.hasOwnProperty.call(message, "code"))
                    if (!$util.isString(message.code))
                        return "code: string expected";
                if (message.path != null && $Object.hasOwnProperty.call(message, "path")) {
                    if (!$Array.isArray(message.path))
                        return "path: array expected";
                    for (let i = 0; i < message.path.length; ++i)
                        if (!$util.isString(message.path[i]))
                            return "path: string[] expected";
                }
                if (message.type != null && $Object.hasOwnProperty.call(message, "type"))
                    if (!$util.isString(message.type))
                        return "type: string expected";
                return null;
            };

            /**
             * Creates a GridRef message from a plain object. Also converts values to their respective internal types.
             * @function fromObject
             * @memberof gridwarden.v1.GridRef
             * @static
             * @param {Object.<string,*>} object Plain object
             * @returns {gridwarden.v1.GridRef} GridRef
             */
            GridRef.fromObject = function (object, _depth) {
                if (object instanceof $root.gridwarden.v1.GridRef)
                    return object;
                if (!$util.isObject(object))
                    throw $TypeError(".gridwarden.v1.GridRef: object expected");
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let message = new $root.gridwarden.v1.GridRef();
                if (object.system != null)
                    if (typeof object.system !== "string" || object.system.length)
                        message.system = $String(object.system);
                if (object.version != null)
                    if (typeof object.version !== "string" || object.version.length)
                        message.version = $String(object.version);
                if (object.code != null)
                    if (typeof object.code !== "string" || object.code.length)
                        message.code = $String(object.code);
                if (object.path) {
                    if (!$Array.isArray(object.path))
                        throw $TypeError(".gridwarden.v1.GridRef.path: array expected");
                    message.path = $Array(object.path.length);
                    for (let i = 0; i < object.path.length; ++i)
                        message.path[i] = $String(object.path[i]);
                }
                if (object.type != null)
                    if (typeof object.type !== "string" || object.type.length)
                        message.type = $String(object.type);
                return message;
            };

            /**
             * Creates a plain object from a GridRef message. Also converts values to other types if specified.
             * @function toObject
             * @memberof gridwarden.v1.GridRef
             * @static
             * @param {gridwarden.v1.GridRef} message GridRef
             * @param {$protobuf.IConversionOptions} [options] Conversion options
             * @returns {Object.<string,*>} Plain object
             */
            GridRef.toObject = function (message, options, _depth) {
                if (!options)
                    options = {};
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let object = {};
                if (options.arrays || options.defaults)
                    object.path = [];
                if (options.defaults) {
                    object.system = "";
                    object.version = "";
                    object.code = "";
                    object.type = "";
                }
                if (message.system != null && $Object.hasOwnProperty.call(message, "system"))
                    object.system = message.system;
                if (message.version != null && $Object.hasOwnProperty.call(message, "version"))
                    object.version = message.version;
                if (message.code != null && $Object.hasOwnProperty.call(message, "code"))
                    object.code = message.code;
                if (message.path && message.path.length) {
                    object.path = $Array(message.path.length);
                    for (let j = 0; j < message.path.length; ++j)
                        object.path[j] = message.path[j];
                }
                if (message.type != null && $Object.hasOwnProperty.call(message, "type"))
                    object.type = message.type;
                return object;
            };

            /**
             * Converts this GridRef to JSON.
             * @function toJSON
             * @memberof gridwarden.v1.GridRef
             * @instance
             * @returns {Object.<string,*>} JSON object
             */
            GridRef.prototype.toJSON = function() {
                return GridRef.toObject(this, $protobuf.util.toJSONOptions);
            };

            /**
             * Gets the type url for GridRef
             * @function getTypeUrl
             * @memberof gridwarden.v1.GridRef
             * @static
             * @param {string} [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns {string} The type url
             */
            GridRef.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/gridwarden.v1.GridRef";
            };

            return GridRef;
        })();

        v1.Evidence = (function() {

            /**
             * Properties of an Evidence.
             * @typedef {Object} gridwarden.v1.Evidence.$Properties
             * @property {gridwarden.v1.Evidence.Kind|null} [kind] Evidence kind
             * @property {string|null} [uri] Evidence uri
             * @property {number|null} [capturedAt] Evidence capturedAt
             * @property {string|null} [note] Evidence note
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of an Evidence.
             * @memberof gridwarden.v1
             * @interface IEvidence
             * @augments gridwarden.v1.Evidence.$Properties
             * @deprecated Use gridwarden.v1.Evidence.$Properties instead.
             */

            /**
             * Shape of an Evidence.
             * @typedef {gridwarden.v1.Evidence.$Properties} gridwarden.v1.Evidence.$Shape
             */

            /**
             * Constructs a new Evidence.
             * @memberof gridwarden.v1
             * @classdesc Represents an Evidence.
             * @constructor
             * @param {gridwarden.v1.Evidence.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const Evidence = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * Evidence kind.
             * @member {gridwarden.v1.Evidence.Kind} kind
             * @memberof gridwarden.v1.Evidence
             * @instance
             */
            Evidence.prototype.kind = 0;

            /**
             * Evidence uri.
             * @member {string} uri
             * @memberof gridwarden.v1.Evidence
             * @instance
             */
            Evidence.prototype.uri = "";

            /**
             * Evidence capturedAt.
             * @member {number} capturedAt
             * @memberof gridwarden.v1.Evidence
             * @instance
             */
            Evidence.prototype.capturedAt = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            /**
             * Evidence note.
             * @member {string} note
             * @memberof gridwarden.v1.Evidence
             * @instance
             */
            Evidence.prototype.note = "";

            /**
             * Creates a new Evidence instance using the specified properties.
             * @function create
             * @memberof gridwarden.v1.Evidence
             * @static
             * @param {gridwarden.v1.Evidence.$Properties=} [properties] Properties to set
             * @returns {gridwarden.v1.Evidence} Evidence instance
             * @type {{
             *   (properties: gridwarden.v1.Evidence.$Shape): gridwarden.v1.Evidence & gridwarden.v1.Evidence.$Shape;
             *   (properties?: gridwarden.v1.Evidence.$Properties): gridwarden.v1.Evidence;
             * }}
             */
            Evidence.create = function(properties) {
                return new Evidence(properties);
            };

            /**
             * Encodes the specified Evidence message. Does not implicitly {@link gridwarden.v1.Evidence.verify|verify} messages.
             * @function encode
             * @memberof gridwarden.v1.Evidence
             * @static
             * @param {gridwarden.v1.Evidence.$Properties} message Evidence message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            Evidence.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.kind != null && $Object.hasOwnProperty.call(message, "kind") && message.kind !== 0)
                    writer.uint32(/* id 1, wireType 0 =*/8).int32(message.kind);
                if (message.uri != null && $Object.hasOwnProperty.call(message, "uri") && message.uri !== "")
                    writer.uint32(/* id 2, wireType 2 =*/18).string(message.uri);
                if (message.capturedAt != null && $Object.hasOwnProperty.call(message, "capturedAt") && (typeof message.capturedAt === "object" ? message.capturedAt.low || message.capturedAt.high : message.capturedAt !== 0))
                    writer.uint32(/* id 3, wireType 1 =*/25).fixed64(message.capturedAt);
                if (message.note != null && $Object.hasOwnProperty.call(message, "note") && message.note !== "")
                    writer.uint32(/* id 4, wireType 2 =*/34).string(message.note);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes an Evidence message from the specified reader or buffer.
             * @function decode
             * @memberof gridwarden.v1.Evidence
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {gridwarden.v1.Evidence & gridwarden.v1.Evidence.$Shape} Evidence
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            Evidence.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.gridwarden.v1.Evidence();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.int32())
                                message.kind = value;
                            else
                                delete message.kind;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.uri = value;
                            else
                                delete message.uri;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 1)
                                break;
                            if (typeof (value = reader.fixed64()) === "object" ? value.low || value.high : value !== 0)
                                message.capturedAt = value;
                            else
                                delete message.capturedAt;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.note = value;
                            else
                                delete message.note;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            /**
             * Verifies an Evidence message.
             * @function verify
             * @memberof gridwarden.v1.Evidence
             * @static
             * @param {Object.<string,*>} message Plain object to verify
             * @returns {string|null} `null` if valid, otherwise the reason why it is not
             */
            Evidence.verify = function (message, _depth) {
                if (typeof message !== "object" || message === null)
                    return "object expected";
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    return "max depth exceeded";
                if (message.kind != null && $Object.hasOwnProperty.call(message, "kind"))
                    if (typeof message.kind !== "number" || (message.kind | 0) !== message.kind)
                        return "kind: enum value expected";
                if (message.uri != null && $Object.hasOwnProperty.call(message, "uri"))
                    if (!$util.isString(message.uri))
                        return "uri: string expected";
                if (message.capturedAt != null && $Object.hasOwnProperty.call(message, "capturedAt"))
                    if (!$util.isInteger(message.capturedAt) && !(message.capturedAt && $util.isInteger(message.capturedAt.low) && $util.isInteger(message.capturedAt.high)))
                        return "capturedAt: integer|Long expected";
                if (message.note != null && $Object.hasOwnProperty.call(message, "note"))
                    if (!$util.isString(message.note))
                        return "note: string expected";
                return null;
            };

            /**
             * Creates an Evidence message from a plain object. Also converts values to their respective internal types.
             * @function fromObject
             * @memberof gridwarden.v1.Evidence
             * @static
             * @param {Object.<string,*>} object Plain object
             * @returns {gridwarden.v1.Evidence} Evidence
             */
            Evidence.fromObject = function (object, _depth) {
                if (object instanceof $root.gridwarden.v1.Evidence)
                    return object;
                if (!$util.isObject(object))
                    throw $TypeError(".gridwarden.v1.Evidence: object expected");
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let message = new $root.gridwarden.v1.Evidence();
                if (object.kind !== 0 && (typeof object.kind !== "string" || $root.gridwarden.v1.Evidence.Kind[object.kind] !== 0))
                    switch (object.kind) {
                    case "KIND_UNSPECIFIED":
                    case 0:
                        message.kind = 0;
                        break;
                    case "KIND_SERIES":
                    case 1:
                        message.kind = 1;
                        break;
                    case "KIND_EVENT":
                    case 2:
                        message.kind = 2;
                        break;
                    case "KIND_SNAPSHOT":
                    case 3:
                        message.kind = 3;
                        break;
                    case "KIND_CLIP":
                    case 4:
                        message.kind = 4;
                        break;
                    case "KIND_DOC":
                    case 5:
                        message.kind = 5;
                        break;
                    default:
                        if (typeof object.kind === "number" && (object.kind | 0) === object.kind)
                            message.kind = object.kind;
                    }
                if (object.uri != null)
                    if (typeof object.uri !== "string" || object.uri.length)
                        message.uri = $String(object.uri);
                if (object.capturedAt != null)
                    if (typeof object.capturedAt === "object" ? object.capturedAt.low || object.capturedAt.high : $Number(object.capturedAt) !== 0)
                        if ($util.Long)
                            message.capturedAt = $util.Long.fromValue(object.capturedAt, true);
                        else if (typeof object.capturedAt === "string")
                            message.capturedAt = $parseInt(object.capturedAt, 10);
                        else if (typeof object.capturedAt === "number")
                            message.capturedAt = object.capturedAt;
                        else if (typeof object.capturedAt === "object")
                            message.capturedAt = new $util.LongBits(object.capturedAt.low >>> 0, object.capturedAt.high >>> 0).toNumber(true);
                if (object.note != null)
                    if (typeof object.note !== "string" || object.note.length)
                        message.note = $String(object.note);
                return message;
            };

            /**
             * Creates a plain object from an Evidence message. Also converts values to other types if specified.
             * @function toObject
             * @memberof gridwarden.v1.Evidence
             * @static
             * @param {gridwarden.v1.Evidence} message Evidence
             * @param {$protobuf.IConversionOptions} [options] Conversion options
             * @returns {Object.<string,*>} Plain object
             */
            Evidence.toObject = function (message, options, _depth) {
                if (!options)
                    options = {};
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let object = {};
                if (options.defaults) {
                    object.kind = options.enums === $String ? "KIND_UNSPECIFIED" : 0;
                    object.uri = "";
                    if ($util.Long) {
                        let long = new $util.Long(0, 0, true);
                        object.capturedAt = options.longs === $String ? long.toString() : options.longs === $Number ? long.toNumber() : typeof $BigInt !== "undefined" && options.longs === $BigInt ? long.toBigInt() : long;
                    } else
                        object.capturedAt = options.longs === $String ? "0" : typeof $BigInt !== "undefined" && options.longs === $BigInt ? $BigInt("0") : 0;
                    object.note = "";
                }
                if (message.kind != null && $Object.hasOwnProperty.call(message, "kind"))
                    object.kind = options.enums === $String ? $root.gridwarden.v1.Evidence.Kind[message.kind] === $undefined ? message.kind : $root.gridwarden.v1.Evidence.Kind[message.kind] : message.kind;
                if (message.uri != null && $Object.hasOwnProperty.call(message, "uri"))
                    object.uri = message.uri;
                if (message.capturedAt != null && $Object.hasOwnProperty.call(message, "capturedAt"))
                    if (typeof $BigInt !== "undefined" && options.longs === $BigInt)
                        object.capturedAt = typeof message.capturedAt === "number" ? $BigInt(message.capturedAt) : $util.Long.fromBits(message.capturedAt.low >>> 0, message.capturedAt.high >>> 0, true).toBigInt();
                    else if (typeof message.capturedAt === "number")
                        object.capturedAt = options.longs === $String ? $String(message.capturedAt) : message.capturedAt;
                    else
                        object.capturedAt = options.longs === $String ? $util.Long.prototype.toString.call(message.capturedAt) : options.longs === $Number ? new $util.LongBits(message.capturedAt.low >>> 0, message.capturedAt.high >>> 0).toNumber(true) : message.capturedAt;
                if (message.note != null && $Object.hasOwnProperty.call(message, "note"))
                    object.note = message.note;
                return object;
            };

            /**
             * Converts this Evidence to JSON.
             * @function toJSON
             * @memberof gridwarden.v1.Evidence
             * @instance
             * @returns {Object.<string,*>} JSON object
             */
            Evidence.prototype.toJSON = function() {
                return Evidence.toObject(this, $protobuf.util.toJSONOptions);
            };

            /**
             * Gets the type url for Evidence
             * @function getTypeUrl
             * @memberof gridwarden.v1.Evidence
             * @static
             * @param {string} [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns {string} The type url
             */
            Evidence.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/gridwarden.v1.Evidence";
            };

            /**
             * Kind enum.
             * @name gridwarden.v1.Evidence.Kind
             * @enum {number}
             * @property {number} KIND_UNSPECIFIED=0 KIND_UNSPECIFIED value
             * @property {number} KIND_SERIES=1 KIND_SERIES value
             * @property {number} KIND_EVENT=2 KIND_EVENT value
             * @property {number} KIND_SNAPSHOT=3 KIND_SNAPSHOT value
             * @property {number} KIND_CLIP=4 KIND_CLIP value
             * @property {number} KIND_DOC=5 KIND_DOC value
             */
            Evidence.Kind = (function() {
                const valuesById = $Object.create(null), values = $Object.create(valuesById);
                values[valuesById[0] = "KIND_UNSPECIFIED"] = 0;
                values[valuesById[1] = "KIND_SERIES"] = 1;
                values[valuesById[2] = "KIND_EVENT"] = 2;
                values[valuesById[3] = "KIND_SNAPSHOT"] = 3;
                values[valuesById[4] = "KIND_CLIP"] = 4;
                values[valuesById[5] = "KIND_DOC"] = 5;
                return values;
            })();

            return Evidence;
        })();

        v1.Name = (function() {

            /**
             * Properties of a Name.
             * @typedef {Object} gridwarden.v1.Name.$Properties
             * @property {string|null} [zh] Name zh
             * @property {string|null} [en] Name en
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a Name.
             * @memberof gridwarden.v1
             * @interface IName
             * @augments gridwarden.v1.Name.$Properties
             * @deprecated Use gridwarden.v1.Name.$Properties instead.
             */

            /**
             * Shape of a Name.
             * @typedef {gridwarden.v1.Name.$Properties} gridwarden.v1.Name.$Shape
             */

            /**
             * Constructs a new Name.
             * @memberof gridwarden.v1
             * @classdesc Represents a Name.
             * @constructor
             * @param {gridwarden.v1.Name.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const Name = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * Name zh.
             * @member {string} zh
             * @memberof gridwarden.v1.Name
             * @instance
             */
            Name.prototype.zh = "";

            /**
             * Name en.
             * @member {string} en
             * @memberof gridwarden.v1.Name
             * @instance
             */
            Name.prototype.en = "";

            /**
             * Creates a new Name instance using the specified properties.
             * @function create
             * @memberof gridwarden.v1.Name
             * @static
             * @param {gridwarden.v1.Name.$Properties=} [properties] Properties to set
             * @returns {gridwarden.v1.Name} Name instance
             * @type {{
             *   (properties: gridwarden.v1.Name.$Shape): gridwarden.v1.Name & gridwarden.v1.Name.$Shape;
             *   (properties?: gridwarden.v1.Name.$Properties): gridwarden.v1.Name;
             * }}
             */
            Name.create = function(properties) {
                return new Name(properties);
            };

            /**
             * Encodes the specified Name message. Does not implicitly {@link gridwarden.v1.Name.verify|verify} messages.
             * @function encode
             * @memberof gridwarden.v1.Name
             * @static
             * @param {gridwarden.v1.Name.$Properties} message Name message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            Name.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.zh != null && $Object.hasOwnProperty.call(message, "zh") && message.zh !== "")
                    writer.uint32(/* id 1, wireType 2 =*/10).string(message.zh);
                if (message.en != null && $Object.hasOwnProperty.call(message, "en") && message.en !== "")
                    writer.uint32(/* id 2, wireType 2 =*/18).string(message.en);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a Name message from the specified reader or buffer.
             * @function decode
             * @memberof gridwarden.v1.Name
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {gridwarden.v1.Name & gridwarden.v1.Name.$Shape} Name
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            Name.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.gridwarden.v1.Name();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.zh = value;
                            else
                                delete message.zh;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.en = value;
                            else
                                delete message.en;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            /**
             * Verifies a Name message.
             * @function verify
             * @memberof gridwarden.v1.Name
             * @static
             * @param {Object.<string,*>} message Plain object to verify
             * @returns {string|null} `null` if valid, otherwise the reason why it is not
             */
            Name.verify = function (message, _depth) {
                if (typeof message !== "object" || message === null)
                    return "object expected";
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    return "max depth exceeded";
                if (message.zh != null && $Object.hasOwnProperty.call(message, "zh"))
                    if (!$util.isString(message.zh))
                        return "zh: string expected";
                if (message.en != null && $Object.hasOwnProperty.call(message, "en"))
                    if (!$util.isString(message.en))
                        return "en: string expected";
                return null;
            };

            /**
             * Creates a Name message from a plain object. Also converts values to their respective internal types.
             * @function fromObject
             * @memberof gridwarden.v1.Name
             * @static
             * @param {Object.<string,*>} object Plain object
             * @returns {gridwarden.v1.Name} Name
             */
            Name.fromObject = function (object, _depth) {
                if (object instanceof $root.gridwarden.v1.Name)
                    return object;
                if (!$util.isObject(object))
                    throw $TypeError(".gridwarden.v1.Name: object expected");
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let message = new $root.gridwarden.v1.Name();
                if (object.zh != null)
                    if (typeof object.zh !== "string" || object.zh.length)
                        message.zh = $String(object.zh);
                if (object.en != null)
                    if (typeof object.en !== "string" || object.en.length)
                        message.en = $String(object.en);
                return message;
            };

            /**
             * Creates a plain object from a Name message. Also converts values to other types if specified.
             * @function toObject
             * @memberof gridwarden.v1.Name
             * @static
             * @param {gridwarden.v1.Name} message Name
             * @param {$protobuf.IConversionOptions} [options] Conversion options
             * @returns {Object.<string,*>} Plain object
             */
            Name.toObject = function (message, options, _depth) {
                if (!options)
                    options = {};
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let object = {};
                if (options.defaults) {
                    object.zh = "";
                    object.en = "";
                }
                if (message.zh != null && $Object.hasOwnProperty.call(message, "zh"))
                    object.zh = message.zh;
                if (message.en != null && $Object.hasOwnProperty.call(message, "en"))
                    object.en = message.en;
                return object;
            };

            /**
             * Converts this Name to JSON.
             * @function toJSON
             * @memberof gridwarden.v1.Name
             * @instance
             * @returns {Object.<string,*>} JSON object
             */
            Name.prototype.toJSON = function() {
                return Name.toObject(this, $protobuf.util.toJSONOptions);
            };

            /**
             * Gets the type url for Name
             * @function getTypeUrl
             * @memberof gridwarden.v1.Name
             * @static
             * @param {string} [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns {string} The type url
             */
            Name.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/gridwarden.v1.Name";
            };

            return Name;
        })();

        v1.Phase = (function() {

            /**
             * Properties of a Phase.
             * @typedef {Object} gridwarden.v1.Phase.$Properties
             * @property {gridwarden.v1.Name.$Properties|null} [fourInOne] Phase fourInOne
             * @property {gridwarden.v1.Name.$Properties|null} [shanghai] Phase shanghai
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a Phase.
             * @memberof gridwarden.v1
             * @interface IPhase
             * @augments gridwarden.v1.Phase.$Properties
             * @deprecated Use gridwarden.v1.Phase.$Properties instead.
             */

            /**
             * Shape of a Phase.
             * @typedef {gridwarden.v1.Phase.$Properties} gridwarden.v1.Phase.$Shape
             */

            /**
             * Constructs a new Phase.
             * @memberof gridwarden.v1
             * @classdesc Represents a Phase.
             * @constructor
             * @param {gridwarden.v1.Phase.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const Phase = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * Phase fourInOne.
             * @member {gridwarden.v1.Name.$Properties|null|undefined} fourInOne
             * @memberof gridwarden.v1.Phase
             * @instance
             */
            Phase.prototype.fourInOne = null;

            /**
             * Phase shanghai.
             * @member {gridwarden.v1.Name.$Properties|null|undefined} shanghai
             * @memberof gridwarden.v1.Phase
             * @instance
             */
            Phase.prototype.shanghai = null;

            /**
             * Creates a new Phase instance using the specified properties.
             * @function create
             * @memberof gridwarden.v1.Phase
             * @static
             * @param {gridwarden.v1.Phase.$Properties=} [properties] Properties to set
             * @returns {gridwarden.v1.Phase} Phase instance
             * @type {{
             *   (properties: gridwarden.v1.Phase.$Shape): gridwarden.v1.Phase & gridwarden.v1.Phase.$Shape;
             *   (properties?: gridwarden.v1.Phase.$Properties): gridwarden.v1.Phase;
             * }}
             */
            Phase.create = function(properties) {
                return new Phase(properties);
            };

            /**
             * Encodes the specified Phase message. Does not implicitly {@link gridwarden.v1.Phase.verify|verify} messages.
             * @function encode
             * @memberof gridwarden.v1.Phase
             * @static
             * @param {gridwarden.v1.Phase.$Properties} message Phase message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            Phase.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.fourInOne != null && $Object.hasOwnProperty.call(message, "fourInOne"))
                    $root.gridwarden.v1.Name.encode(message.fourInOne, writer.uint32(/* id 1, wireType 2 =*/10).fork(), _depth + 1).ldelim();
                if (message.shanghai != null && $Object.hasOwnProperty.call(message, "shanghai"))
                    $root.gridwarden.v1.Name.encode(message.shanghai, writer.uint32(/* id 2, wireType 2 =*/18).fork(), _depth + 1).ldelim();
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a Phase message from the specified reader or buffer.
             * @function decode
             * @memberof gridwarden.v1.Phase
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {gridwarden.v1.Phase & gridwarden.v1.Phase.$Shape} Phase
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            Phase.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.gridwarden.v1.Phase();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            message.fourInOne = $root.gridwarden.v1.Name.decode(reader, reader.size(), $undefined, _depth + 1, message.fourInOne);
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            message.shanghai = $root.gridwarden.v1.Name.decode(reader, reader.size(), $undefined, _depth + 1, message.shanghai);
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            /**
             * Verifies a Phase message.
             * @function verify
             * @memberof gridwarden.v1.Phase
             * @static
             * @param {Object.<string,*>} message Plain object to verify
             * @returns {string|null} `null` if valid, otherwise the reason why it is not
             */
            Phase.verify = function (message, _depth) {
                if (typeof message !== "object" || message === null)
                    return "object expected";
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    return "max depth exceeded";
                if (message.fourInOne != null && $Object.hasOwnProperty.call(message, "fourInOne")) {
                    let error = $root.gridwarden.v1.Name.verify(message.fourInOne, _depth + 1);
                    if (error)
                        return "fourInOne." + error;
                }
                if (message.shanghai != null && $Object.hasOwnProperty.call(message, "shanghai")) {
                    let error = $root.gridwarden.v1.Name.verify(message.shanghai, _depth + 1);
                    if (error)
                        return "shanghai." + error;
                }
                return null;
            };

            /**
             * Creates a Phase message from a plain object. Also converts values to their respective internal types.
             * @function fromObject
             * @memberof gridwarden.v1.Phase
             * @static
             * @param {Object.<string,*>} object Plain object
             * @returns {gridwarden.v1.Phase} Phase
             */
            Phase.fromObject = function (object, _depth) {
                if (object instanceof $root.gridwarden.v1.Phase)
                    return object;
                if (!$util.isObject(object))
                    throw $TypeError(".gridwarden.v1.Phase: object expected");
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let message = new $root.gridwarden.v1.Phase();
                if (object.fourInOne != null) {
                    if (!$util.isObject(object.fourInOne))
                        throw $TypeError(".gridwarden.v1.Phase.fourInOne: object expected");
                    message.fourInOne = $root.gridwarden.v1.Name.fromObject(object.fourInOne, _depth + 1);
                }
                if (object.shanghai != null) {
                    if (!$util.isObject(object.shanghai))
                        throw $TypeError(".gridwarden.v1.Phase.shanghai: object expected");
                    message.shanghai = $root.gridwarden.v1.Name.fromObject(object.shanghai, _depth + 1);
                }
                return message;
            };

            /**
             * Creates a plain object from a Phase message. Also converts values to other types if specified.
             * @function toObject
             * @memberof gridwarden.v1.Phase
             * @static
             * @param {gridwarden.v1.Phase} message Phase
             * @param {$protobuf.IConversionOptions} [options] Conversion options
             * @returns {Object.<string,*>} Plain object
             */
            Phase.toObject = function (message, options, _depth) {
                if (!options)
                    options = {};
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let object = {};
                if (options.defaults) {
                    object.fourInOne = null;
                    object.shanghai = null;
                }
                if (message.fourInOne != null && $Object.hasOwnProperty.call(message, "fourInOne"))
                    object.fourInOne = $root.gridwarden.v1.Name.toObject(message.fourInOne, options, _depth + 1);
                if (message.shanghai != null && $Object.hasOwnProperty.call(message, "shanghai"))
                    object.shanghai = $root.gridwarden.v1.Name.toObject(message.shanghai, options, _depth + 1);
                return object;
            };

            /**
             * Converts this Phase to JSON.
             * @function toJSON
             * @memberof gridwarden.v1.Phase
             * @instance
             * @returns {Object.<string,*>} JSON object
             */
            Phase.prototype.toJSON = function() {
                return Phase.toObject(this, $protobuf.util.toJSONOptions);
            };

            /**
             * Gets the type url for Phase
             * @function getTypeUrl
             * @memberof gridwarden.v1.Phase
             * @static
             * @param {string} [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns {string} The type url
             */
            Phase.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/gridwarden.v1.Phase";
            };

            return Phase;
        })();

        v1.DutyHint = (function() {

            /**
             * Properties of a DutyHint.
             * @typedef {Object} gridwarden.v1.DutyHint.$Properties
             * @property {string|null} [post] DutyHint post
             * @property {gridwarden.v1.Name.$Properties|null} [name] DutyHint name
             * @property {string|null} [role] DutyHint role
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a DutyHint.
             * @memberof gridwarden.v1
             * @interface IDutyHint
             * @augments gridwarden.v1.DutyHint.$Properties
             * @deprecated Use gridwarden.v1.DutyHint.$Properties instead.
             */

            /**
             * Shape of a DutyHint.
             * @typedef {gridwarden.v1.DutyHint.$Properties} gridwarden.v1.DutyHint.$Shape
             */

            /**
             * Constructs a new DutyHint.
             * @memberof gridwarden.v1
             * @classdesc Represents a DutyHint.
             * @constructor
             * @param {gridwarden.v1.DutyHint.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const DutyHint = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * DutyHint post.
             * @member {string} post
             * @memberof gridwarden.v1.DutyHint
             * @instance
             */
            DutyHint.prototype.post = "";

            /**
             * DutyHint name.
             * @member {gridwarden.v1.Name.$Properties|null|undefined} name
             * @memberof gridwarden.v1.DutyHint
             * @instance
             */
            DutyHint.prototype.name = null;

            /**
             * DutyHint role.
             * @member {string} role
             * @memberof gridwarden.v1.DutyHint
             * @instance
             */
            DutyHint.prototype.role = "";

            /**
             * Creates a new DutyHint instance using the specified properties.
             * @function create
             * @memberof gridwarden.v1.DutyHint
             * @static
             * @param {gridwarden.v1.DutyHint.$Properties=} [properties] Properties to set
             * @returns {gridwarden.v1.DutyHint} DutyHint instance
             * @type {{
             *   (properties: gridwarden.v1.DutyHint.$Shape): gridwarden.v1.DutyHint & gridwarden.v1.DutyHint.$Shape;
             *   (properties?: gridwarden.v1.DutyHint.$Properties): gridwarden.v1.DutyHint;
             * }}
             */
            DutyHint.create = function(properties) {
                return new DutyHint(properties);
            };

            /**
             * Encodes the specified DutyHint message. Does not implicitly {@link gridwarden.v1.DutyHint.verify|verify} messages.
             * @function encode
             * @memberof gridwarden.v1.DutyHint
             * @static
             * @param {gridwarden.v1.DutyHint.$Properties} message DutyHint message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            DutyHint.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.post != null && $Object.hasOwnProperty.call(message, "post") && message.post !== "")
                    writer.uint32(/* id 1, wireType 2 =*/10).string(message.post);
                if (message.name != null && $Object.hasOwnProperty.call(message, "name"))
                    $root.gridwarden.v1.Name.encode(message.name, writer.uint32(/* id 2, wireType 2 =*/18).fork(), _depth + 1).ldelim();
                if (message.role != null && $Object.hasOwnProperty.call(message, "role") && message.role !== "")
                    writer.uint32(/* id 3, wireType 2 =*/26).string(message.role);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a DutyHint message from the specified reader or buffer.
             * @function decode
             * @memberof gridwarden.v1.DutyHint
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {gridwarden.v1.DutyHint & gridwarden.v1.DutyHint.$Shape} DutyHint
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            DutyHint.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.gridwarden.v1.DutyHint();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.post = value;
                            else
                                delete message.post;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            message.name = $root.gridwarden.v1.Name.decode(reader, reader.size(), $undefined, _depth + 1, message.name);
                            continue;
                        }
                    case 3: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.role = value;
                            else
                                delete message.role;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            /**
             * Verifies a DutyHint message.
             * @function verify
             * @memberof gridwarden.v1.DutyHint
             * @static
             * @param {Object.<string,*>} message Plain object to verify
             * @returns {string|null} `null` if valid, otherwise the reason why it is not
             */
            DutyHint.verify = function (message, _depth) {
                if (typeof message !== "object" || message === null)
                    return "object expected";
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    return "max depth exceeded";
                if (message.post != null && $Object.hasOwnProperty.call(message, "post"))
                    if (!$util.isString(message.post))
                        return "post: string expected";
                if (message.name != null && $Object.hasOwnProperty.call(message, "name")) {
                    let error = $root.gridwarden.v1.Name.verify(message.name, _depth + 1);
                    if (error)
                        return "name." + error;
                }
                if (message.role != null && $Object.hasOwnProperty.call(message, "role"))
                    if (!$util.isString(message.role))
                        return "role: string expected";
                return null;
            };

            /**
             * Creates a DutyHint message from a plain object. Also converts values to their respective internal types.
             * @function fromObject
             * @memberof gridwarden.v1.DutyHint
             * @static
             * @param {Object.<string,*>} object Plain object
             * @returns {gridwarden.v1.DutyHint} DutyHint
             */
            DutyHint.fromObject = function (object, _depth) {
                if (object instanceof $root.gridwarden.v1.DutyHint)
                    return object;
                if (!$util.isObject(object))
                    throw $TypeError(".gridwarden.v1.DutyHint: object expected");
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let message = new $root.gridwarden.v1.DutyHint();
                if (object.post != null)
                    if (typeof object.post !== "string" || object.post.length)
                        message.post = $String(object.post);
                if (object.name != null) {
                    if (!$util.isObject(object.name))
                        throw $TypeError(".gridwarden.v1.DutyHint.name: object expected");
                    message.name = $root.gridwarden.v1.Name.fromObject(object.name, _depth + 1);
                }
                if (object.role != null)
                    if (typeof object.role !== "string" || object.role.length)
                        message.role = $String(object.role);
                return message;
            };

            /**
             * Creates a plain object from a DutyHint message. Also converts values to other types if specified.
             * @function toObject
             * @memberof gridwarden.v1.DutyHint
             * @static
             * @param {gridwarden.v1.DutyHint} message DutyHint
             * @param {$protobuf.IConversionOptions} [options] Conversion options
             * @returns {Object.<string,*>} Plain object
             */
            DutyHint.toObject = function (message, options, _depth) {
                if (!options)
                    options = {};
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let object = {};
                if (options.defaults) {
                    object.post = "";
                    object.name = null;
                    object.role = "";
                }
                if (message.post != null && $Object.hasOwnProperty.call(message, "post"))
                    object.post = message.post;
                if (message.name != null && $Object.hasOwnProperty.call(message, "name"))
                    object.name = $root.gridwarden.v1.Name.toObject(message.name, options, _depth + 1);
                if (message.role != null && $Object.hasOwnProperty.call(message, "role"))
                    object.role = message.role;
                return object;
            };

            /**
             * Converts this DutyHint to JSON.
             * @function toJSON
             * @memberof gridwarden.v1.DutyHint
             * @instance
             * @returns {Object.<string,*>} JSON object
             */
            DutyHint.prototype.toJSON = function() {
                return DutyHint.toObject(this, $protobuf.util.toJSONOptions);
            };

            /**
             * Gets the type url for DutyHint
             * @function getTypeUrl
             * @memberof gridwarden.v1.DutyHint
             * @static
             * @param {string} [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns {string} The type url
             */
            DutyHint.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/gridwarden.v1.DutyHint";
            };

            return DutyHint;
        })();

        v1.Verification = (function() {

            /**
             * Properties of a Verification.
             * @typedef {Object} gridwarden.v1.Verification.$Properties
             * @property {string|null} [state] Verification state
             * @property {string|null} [by] Verification by
             * @property {number|null} [at] Verification at
             * @property {number|null} [due] Verification due
             * @property {string|null} [reason] Verification reason
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a Verification.
             * @memberof gridwarden.v1
             * @interface IVerification
             * @augments gridwarden.v1.Verification.$Properties
             * @deprecated Use gridwarden.v1.Verification.$Properties instead.
             */

            /**
             * Shape of a Verification.
             * @typedef {gridwarden.v1.Verification.$Properties} gridwarden.v1.Verification.$Shape
             */

            /**
             * Constructs a new Verification.
             * @memberof gridwarden.v1
             * @classdesc Represents a Verification.
             * @constructor
             * @param {gridwarden.v1.Verification.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const Verification = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * Verification state.
             * @member {string} state
             * @memberof gridwarden.v1.Verification
             * @instance
             */
            Verification.prototype.state = "";

            /**
             * Verification by.
             * @member {string} by
             * @memberof gridwarden.v1.Verification
             * @instance
             */
            Verification.prototype.by = "";

            /**
             * Verification at.
             * @member {number} at
             * @memberof gridwarden.v1.Verification
             * @instance
             */
            Verification.prototype.at = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            /**
             * Verification due.
             * @member {number} due
             * @memberof gridwarden.v1.Verification
             * @instance
             */
            Verification.prototype.due = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            /**
             * Verification reason.
             * @member {string} reason
             * @memberof gridwarden.v1.Verification
             * @instance
             */
            Verification.prototype.reason = "";

            /**
             * Creates a new Verification instance using the specified properties.
             * @function create
             * @memberof gridwarden.v1.Verification
             * @static
             * @param {gridwarden.v1.Verification.$Properties=} [properties] Properties to set
             * @returns {gridwarden.v1.Verification} Verification instance
             * @type {{
             *   (properties: gridwarden.v1.Verification.$Shape): gridwarden.v1.Verification & gridwarden.v1.Verification.$Shape;
             *   (properties?: gridwarden.v1.Verification.$Properties): gridwarden.v1.Verification;
             * }}
             */
            Verification.create = function(properties) {
                return new Verification(properties);
            };

            /**
             * Encodes the specified Verification message. Does not implicitly {@link gridwarden.v1.Verification.verify|verify} messages.
             * @function encode
             * @memberof gridwarden.v1.Verification
             * @static
             * @param {gridwarden.v1.Verification.$Properties} message Verification message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            Verification.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.state != null && $Object.hasOwnProperty.call(message, "state") && message.state !== "")
                    writer.uint32(/* id 1, wireType 2 =*/10).string(message.state);
                if (message.by != null && $Object.hasOwnProperty.call(message, "by") && message.by !== "")
                    writer.uint32(/* id 2, wireType 2 =*/18).string(message.by);
                if (message.at != null && $Object.hasOwnProperty.call(message, "at") && (typeof message.at === "object" ? message.at.low || message.at.high : message.at !== 0))
                    writer.uint32(/* id 3, wireType 1 =*/25).fixed64(message.at);
                if (message.due != null && $Object.hasOwnProperty.call(message, "due") && (typeof message.due === "object" ? message.due.low || message.due.high : message.due !== 0))
                    writer.uint32(/* id 4, wireType 1 =*/33).fixed64(message.due);
                if (message.reason != null && $Object.hasOwnProperty.call(message, "reason") && message.reason !== "")
                    writer.uint32(/* id 5, wireType 2 =*/42).string(message.reason);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a Verification message from the specified reader or buffer.
             * @function decode
             * @memberof gridwarden.v1.Verification
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {gridwarden.v1.Verification & gridwarden.v1.Verification.$Shape} Verification
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            Verification.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.gridwarden.v1.Verification();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.state = value;
                            else
                                delete message.state;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.by = value;
                            else
                                delete message.by;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 1)
                                break;
                            if (typeof (value = reader.fixed64()) === "object" ? value.low || value.high : value !== 0)
                                message.at = value;
                            else
                                delete message.at;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 1)
                                break;
                            if (typeof (value = reader.fixed64()) === "object" ? value.low || value.high : value !== 0)
                                message.due = value;
                            else
                                delete message.due;
                            continue;
                        }
                    case 5: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.reason = value;
                            else
                                delete message.reason;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            /**
             * Verifies a Verification message.
             * @function verify
             * @memberof gridwarden.v1.Verification
             * @static
             * @param {Object.<string,*>} message Plain object to verify
             * @returns {string|null} `null` if valid, otherwise the reason why it is not
             */
            Verification.verify = function (message, _depth) {
                if (typeof message !== "object" || message === null)
                    return "object expected";
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    return "max depth exceeded";
                if (message.state != null && $Object.hasOwnProperty.call(message, "state"))
                    if (!$util.isString(message.state))
                        return "state: string expected";
                if (message.by != null && $Object.hasOwnProperty.call(message, "by"))
                    if (!$util.isString(message.by))
                        return "by: string expected";
                if (message.at != null && $Object.hasOwnProperty.call(message, "at"))
                    if (!$util.isInteger(message.at) && !(message.at && $util.isInteger(message.at.low) && $util.isInteger(message.at.high)))
                        return "at: integer|Long expected";
                if (message.due != null && $Object.hasOwnProperty.call(message, "due"))
                    if (!$util.isInteger(message.due) && !(message.due && $util.isInteger(message.due.low) && $util.isInteger(message.due.high)))
                        return "due: integer|Long expected";
                if (message.reason != null && $Object.hasOwnProperty.call(message, "reason"))
                    if (!$util.isString(message.reason))
                        return "reason: string expected";
                return null;
            };

            /**
             * Creates a Verification message from a plain object. Also converts values to their respective internal types.
             * @function fromObject
             * @memberof gridwarden.v1.Verification
             * @static
             * @param {Object.<string,*>} object Plain object
             * @returns {gridwarden.v1.Verification} Verification
             */
            Verification.fromObject = function (object, _depth) {
                if (object instanceof $root.gridwarden.v1.Verification)
                    return object;
                if (!$util.isObject(object))
                    throw $TypeError(".gridwarden.v1.Verification: object expected");
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let message = new $root.gridwarden.v1.Verification();
                if (object.state != null)
                    if (typeof object.state !== "string" || object.state.length)
                        message.state = $String(object.state);
                if (object.by != null)
                    if (typeof object.by !== "string" || object.by.length)
                        message.by = $String(object.by);
                if (object.at != null)
                    if (typeof object.at === "object" ? object.at.low || object.at.high : $Number(object.at) !== 0)
                        if ($util.Long)
                            message.at = $util.Long.fromValue(object.at, true);
                        else if (typeof object.at === "string")
                            message.at = $parseInt(object.at, 10);
                        else if (typeof object.at === "number")
                            message.at = object.at;
                        else if (typeof object.at === "object")
                            message.at = new $util.LongBits(object.at.low >>> 0, object.at.high >>> 0).toNumber(true);
                if (object.due != null)
                    if (typeof object.due === "object" ? object.due.low || object.due.high : $Number(object.due) !== 0)
                        if ($util.Long)
                            message.due = $util.Long.fromValue(object.due, true);
                        else if (typeof object.due === "string")
                            message.due = $parseInt(object.due, 10);
                        else if (typeof object.due === "number")
                            message.due = object.due;
                        else if (typeof object.due === "object")
                            message.due = new $util.LongBits(object.due.low >>> 0, object.due.high >>> 0).toNumber(true);
                if (object.reason != null)
                    if (typeof object.reason !== "string" || object.reason.length)
                        message.reason = $String(object.reason);
                return message;
            };

            /**
             * Creates a plain object from a Verification message. Also converts values to other types if specified.
             * @function toObject
             * @memberof gridwarden.v1.Verification
             * @static
             * @param {gridwarden.v1.Verification} message Verification
             * @param {$protobuf.IConversionOptions} [options] Conversion options
             * @returns {Object.<string,*>} Plain object
             */
            Verification.toObject = function (message, options, _depth) {
                if (!options)
                    options = {};
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let object = {};
                if (options.defaults) {
                    object.state = "";
                    object.by = "";
                    if ($util.Long) {
                        let long = new $util.Long(0, 0, true);
                        object.at = options.longs === $String ? long.toString() : options.longs === $Number ? long.toNumber() : typeof $BigInt !== "undefined" && options.longs === $BigInt ? long.toBigInt() : long;
                    } else
                        object.at = options.longs === $String ? "0" : typeof $BigInt !== "undefined" && options.longs === $BigInt ? $BigInt("0") : 0;
                    if ($util.Long) {
                        let long = new $util.Long(0, 0, true);
                        object.due = options.longs === $String ? long.toString() : options.longs === $Number ? long.toNumber() : typeof $BigInt !== "undefined" && options.longs === $BigInt ? long.toBigInt() : long;
                    } else
                        object.due = options.longs === $String ? "0" : typeof $BigInt !== "undefined" && options.longs === $BigInt ? $BigInt("0") : 0;
                    object.reason = "";
                }
                if (message.state != null && $Object.hasOwnProperty.call(message, "state"))
                    object.state = message.state;
                if (message.by != null && $Object.hasOwnProperty.call(message, "by"))
                    object.by = message.by;
                if (message.at != null && $Object.hasOwnProperty.call(message, "at"))
                    if (typeof $BigInt !== "undefined" && options.longs === $BigInt)
                        object.at = typeof message.at === "number" ? $BigInt(message.at) : $util.Long.fromBits(message.at.low >>> 0, message.at.high >>> 0, true).toBigInt();
                    else if (typeof message.at === "number")
                        object.at = options.longs === $String ? $String(message.at) : message.at;
                    else
                        object.at = options.longs === $String ? $util.Long.prototype.toString.call(message.at) : options.longs === $Number ? new $util.LongBits(message.at.low >>> 0, message.at.high >>> 0).toNumber(true) : message.at;
                if (message.due != null && $Object.hasOwnProperty.call(message, "due"))
                    if (typeof $BigInt !== "undefined" && options.longs === $BigInt)
                        object.due = typeof message.due === "number" ? $BigInt(message.due) : $util.Long.fromBits(message.due.low >>> 0, message.due.high >>> 0, true).toBigInt();
                    else if (typeof message.due === "number")
                        object.due = options.longs === $String ? $String(message.due) : message.due;
                    else
                        object.due = options.longs === $String ? $util.Long.prototype.toString.call(message.due) : options.longs === $Number ? new $util.LongBits(message.due.low >>> 0, message.due.high >>> 0).toNumber(true) : message.due;
                if (message.reason != null && $Object.hasOwnProperty.call(message, "reason"))
                    object.reason = message.reason;
                return object;
            };

            /**
             * Converts this Verification to JSON.
             * @function toJSON
             * @memberof gridwarden.v1.Verification
             * @instance
             * @returns {Object.<string,*>} JSON object
             */
            Verification.prototype.toJSON = function() {
                return Verification.toObject(this, $protobuf.util.toJSONOptions);
            };

            /**
             * Gets the type url for Verification
             * @function getTypeUrl
             * @memberof gridwarden.v1.Verification
             * @static
             * @param {string} [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns {string} The type url
             */
            Verification.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/gridwarden.v1.Verification";
            };

            return Verification;
        })();

        v1.Case = (function() {

            /**
             * Properties of a Case.
             * @typedef {Object} gridwarden.v1.Case.$Properties
             * @property {string|null} [caseNo] Case caseNo
             * @property {string|null} [candidateId] Case candidateId
             * @property {string|null} [categoryCode] Case categoryCode
             * @property {gridwarden.v1.Name.$Properties|null} [categoryName] Case categoryName
             * @property {gridwarden.v1.CaseKind|null} [kind] Case kind
             * @property {number|null} [severity] Case severity
             * @property {number|null} [certainty] Case certainty
             * @property {number|null} [step] Case step
             * @property {string|null} [subState] Case subState
             * @property {gridwarden.v1.Position.$Properties|null} [location] Case location
             * @property {string|null} [gridCode] Case gridCode
             * @property {Array.<gridwarden.v1.GridRef.$Properties>|null} [grids] Case grids
             * @property {string|null} [responsibleDept] Case responsibleDept
             * @property {string|null} [responderRole] Case responderRole
             * @property {string|null} [orgCode] Case orgCode
             * @property {number|null} [responseDeadline] Case responseDeadline
             * @property {number|null} [disposalDeadline] Case disposalDeadline
             * @property {number|null} [firstAt] Case firstAt
             * @property {number|null} [lastAt] Case lastAt
             * @property {number|null} [raisedAt] Case raisedAt
             * @property {Array.<string>|null} [devices] Case devices
             * @property {number|null} [occurrences] Case occurrences
             * @property {Array.<gridwarden.v1.Evidence.$Properties>|null} [evidence] Case evidence
             * @property {boolean|null} [restricted] Case restricted
             * @property {boolean|null} [simulated] Case simulated
             * @property {string|null} [catalogueVersion] Case catalogueVersion
             * @property {gridwarden.v1.RuleVerdict.$Properties|null} [verdict] Case verdict
             * @property {number|null} [clearedAt] Case clearedAt
             * @property {number|null} [closedAt] Case closedAt
             * @property {string|null} [previousCaseNo] Case previousCaseNo
             * @property {gridwarden.v1.Name.$Properties|null} [stepName] Case stepName
             * @property {gridwarden.v1.Phase.$Properties|null} [phase] Case phase
             * @property {string|null} [layer] Case layer
             * @property {string|null} [line] Case line
             * @property {string|null} [handlingLevel] Case handlingLevel
             * @property {number|null} [escalation] Case escalation
             * @property {Array.<string>|null} [recipients] Case recipients
             * @property {number|null} [emergencyFlow] Case emergencyFlow
             * @property {boolean|null} [autoAccept] Case autoAccept
             * @property {gridwarden.v1.DutyHint.$Properties|null} [dutyHint] Case dutyHint
             * @property {string|null} [incidentNo] Case incidentNo
             * @property {Array.<string>|null} [parts] Case parts
             * @property {string|null} [mergedInto] Case mergedInto
             * @property {gridwarden.v1.Verification.$Properties|null} [verification] Case verification
             * @property {number|null} [shelvedUntil] Case shelvedUntil
             * @property {number|null} [disposedAt] Case disposedAt
             * @property {string|null} [mode] Case mode
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a Case.
             * @memberof gridwarden.v1
             * @interface ICase
             * @augments gridwarden.v1.Case.$Properties
             * @deprecated Use gridwarden.v1.Case.$Properties instead.
             */

            /**
             * Shape of a Case.
             * @typedef {{
             *   caseNo?: string|null;
             *   candidateId?: string|null;
             *   categoryCode?: string|null;
             *   categoryName?: gridwarden.v1.Name.$Shape|null;
             *   kind?: gridwarden.v1.CaseKind|null;
             *   severity?: number|null;
             *   certainty?: number|null;
             *   step?: number|null;
             *   subState?: string|null;
             *   location?: gridwarden.v1.Position.$Shape|null;
             *   gridCode?: string|null;
             *   grids?: Array.<gridwarden.v1.GridRef.$Shape>|null;
             *   responsibleDept?: string|null;
             *   responderRole?: string|null;
             *   orgCode?: string|null;
             *   responseDeadline?: number|null;
             *   disposalDeadline?: number|null;
             *   firstAt?: number|null;
             *   lastAt?: number|null;
             *   raisedAt?: number|null;
             *   devices?: Array.<string>|null;
             *   occurrences?: number|null;
             *   evidence?: Array.<gridwarden.v1.Evidence.$Shape>|null;
             *   restricted?: boolean|null;
             *   simulated?: boolean|null;
             *   catalogueVersion?: string|null;
             *   verdict?: gridwarden.v1.RuleVerdict.$Shape|null;
             *   clearedAt?: number|null;
             *   closedAt?: number|null;
             *   previousCaseNo?: string|null;
             *   stepName?: gridwarden.v1.Name.$Shape|null;
             *   phase?: gridwarden.v1.Phase.$Shape|null;
             *   layer?: string|null;
             *   line?: string|null;
             *   handlingLevel?: string|null;
             *   escalation?: number|null;
             *   recipients?: Array.<string>|null;
             *   emergencyFlow?: number|null;
             *   autoAccept?: boolean|null;
             *   dutyHint?: gridwarden.v1.DutyHint.$Shape|null;
             *   incidentNo?: string|null;
             *   parts?: Array.<string>|null;
             *   mergedInto?: string|null;
             *   verification?: gridwarden.v1.Verification.$Shape|null;
             *   shelvedUntil?: number|null;
             *   disposedAt?: number|null;
             *   mode?: string|null;
             *   $unknowns?: Array.<Uint8Array>;
             * }} gridwarden.v1.Case.$Shape
             */

            /**
             * Constructs a new Case.
             * @memberof gridwarden.v1
             * @classdesc Represents a Case.
             * @constructor
             * @param {gridwarden.v1.Case.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const Case = function (properties) {
                this.grids = [];
                this.devices = [];
                this.evidence = [];
                this.recipients = [];
                this.parts = [];
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * Case caseNo.
             * @member {string} caseNo
             * @memberof gridwarden.v1.Case
             * @instance
             */
            Case.prototype.caseNo = "";

            /**
             * Case candidateId.
             * @member {string} candidateId
             * @memberof gridwarden.v1.Case
             * @instance
             */
            Case.prototype.candidateId = "";

            /**
             * Case categoryCode.
             * @member {string} categoryCode
             * @memberof gridwarden.v1.Case
             * @instance
             */
            Case.prototype.categoryCode = "";

            /**
             * Case categoryName.
             * @member {gridwarden.v1.Name.$Properties|null|undefined} categoryName
             * @memberof gridwarden.v1.Case
             * @instance
             */
            Case.prototype.categoryName = null;

            /**
             * Case kind.
             * @member {gridwarden.v1.CaseKind} kind
             * @memberof gridwarden.v1.Case
             * @instance
             */
            Case.prototype.kind = 0;

            /**
             * Case severity.
             * @member {number} severity
             * @memberof gridwarden.v1.Case
             * @instance
             */
            Case.prototype.severity = 0;

            /**
             * Case certainty.
             * @member {number} certainty
             * @memberof gridwarden.v1.Case
             * @instance
             */
            Case.prototype.certainty = 0;

            /**
             * Case step.
             * @member {number} step
             * @memberof gridwarden.v1.Case
             * @instance
             */
            Case.prototype.step = 0;

            /**
             * Case subState.
             * @member {string} subState
             * @memberof gridwarden.v1.Case
             * @instance
             */
            Case.prototype.subState = "";

            /**
             * Case location.
             * @member {gridwarden.v1.Position.$Properties|null|undefined} location
             * @memberof gridwarden.v1.Case
             * @instance
             */
            Case.prototype.location = null;

            /**
             * Case gridCode.
             * @member {string} gridCode
             * @memberof gridwarden.v1.Case
             * @instance
             */
            Case.prototype.gridCode = "";

            /**
             * Case grids.
             * @member {Array.<gridwarden.v1.GridRef.$Properties>} grids
             * @memberof gridwarden.v1.Case
             * @instance
             */
            Case.prototype.grids = $util.emptyArray;

            /**
             * Case responsibleDept.
             * @member {string} responsibleDept
             * @memberof gridwarden.v1.Case
             * @instance
             */
            Case.prototype.responsibleDept = "";

            /**
             * Case responderRole.
             * @member {string} responderRole
             * @memberof gridwarden.v1.Case
             * @instance
             */
            Case.prototype.responderRole = "";

            /**
             * Case orgCode.
             * @member {string} orgCode
             * @memberof gridwarden.v1.Case
             * @instance
             */
            Case.prototype.orgCode = "";

            /**
             * Case responseDeadline.
             * @member {number} responseDeadline
             * @memberof gridwarden.v1.Case
             * @instance
             */
            Case.prototype.responseDeadline = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            /**
             * Case disposalDeadline.
             * @member {number} disposalDeadline
             * @memberof gridwarden.v1.Case
             * @instance
             */
            Case.prototype.disposalDeadline = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            /**
             * Case firstAt.
             * @member {number} firstAt
             * @memberof gridwarden.v1.Case
             * @instance
             */
            Case.prototype.firstAt = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            /**
             * Case lastAt.
             * @member {number} lastAt
             * @memberof gridwarden.v1.Case
             * @instance
             */
            Case.prototype.lastAt = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            /**
             * Case raisedAt.
             * @member {number} raisedAt
             * @memberof gridwarden.v1.Case
             * @instance
             */
            Case.prototype.raisedAt = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            /**
             * Case devices.
             * @member {Array.<string>} devices
             * @memberof gridwarden.v1.Case
             * @instance
             */
            Case.prototype.devices = $util.emptyArray;

            /**
             * Case occurrences.
             * @member {number} occurrences
             * @memberof gridwarden.v1.Case
             * @instance
             */
            Case.prototype.occurrences = 0;

            /**
             * Case evidence.
             * @member {Array.<gridwarden.v1.Evidence.$Properties>} evidence
             * @memberof gridwarden.v1.Case
             * @instance
             */
            Case.prototype.evidence = $util.emptyArray;

            /**
             * Case restricted.
             * @member {boolean} restricted
             * @memberof gridwarden.v1.Case
             * @instance
             */
            Case.prototype.restricted = false;

            /**
             * Case simulated.
             * @member {boolean} simulated
             * @memberof gridwarden.v1.Case
             * @instance
             */
            Case.prototype.simulated = false;

            /**
             * Case catalogueVersion.
             * @member {string} catalogueVersion
             * @memberof gridwarden.v1.Case
             * @instance
             */
            Case.prototype.catalogueVersion = "";

            /**
             * Case verdict.
             * @member {gridwarden.v1.RuleVerdict.$Properties|null|undefined} verdict
             * @memberof gridwarden.v1.Case
             * @instance
             */
            Case.prototype.verdict = null;

            /**
             * Case clearedAt.
             * @member {number} clearedAt
             * @memberof gridwarden.v1.Case
             * @instance
             */
            Case.prototype.clearedAt = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            /**
             * Case closedAt.
             * @member {number} closedAt
             * @memberof gridwarden.v1.Case
             * @instance
             */
            Case.prototype.closedAt = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            /**
             * Case previousCaseNo.
             * @member {string} previousCaseNo
             * @memberof gridwarden.v1.Case
             * @instance
             */
            Case.prototype.previousCaseNo = "";

            /**
             * Case stepName.
             * @member {gridwarden.v1.Name.$Properties|null|undefined} stepName
             * @memberof gridwarden.v1.Case
             * @instance
             */
            Case.prototype.stepName = null;

            /**
             * Case phase.
             * @member {gridwarden.v1.Phase.$Properties|null|undefined} phase
             * @memberof gridwarden.v1.Case
             * @instance
             */
            Case.prototype.phase = null;

            /**
             * Case layer.
             * @member {string} layer
             * @memberof gridwarden.v1.Case
             * @instance
             */
            Case.prototype.layer = "";

            /**
             * Case line.
             * @member {string} line
             * @memberof gridwarden.v1.Case
             * @instance
             */
            Case.prototype.line = "";

            /**
             * Case handlingLevel.
             * @member {string} handlingLevel
             * @memberof gridwarden.v1.Case
             * @instance
             */
            Case.prototype.handlingLevel = "";

            /**
             * Case escalation.
             * @member {number} escalation
             * @memberof gridwarden.v1.Case
             * @instance
             */
            Case.prototype.escalation = 0;

            /**
             * Case recipients.
             * @member {Array.<string>} recipients
             * @memberof gridwarden.v1.Case
             * @instance
             */
            Case.prototype.recipients = $util.emptyArray;

            /**
             * Case emergencyFlow.
             * @member {number} emergencyFlow
             * @memberof gridwarden.v1.Case
             * @instance
             */
            Case.prototype.emergencyFlow = 0;

            /**
             * Case autoAccept.
             * @member {boolean} autoAccept
             * @memberof gridwarden.v1.Case
             * @instance
             */
            Case.prototype.autoAccept = false;

            /**
             * Case dutyHint.
             * @member {gridwarden.v1.DutyHint.$Properties|null|undefined} dutyHint
             * @memberof gridwarden.v1.Case
             * @instance
             */
            Case.prototype.dutyHint = null;

            /**
             * Case incidentNo.
             * @member {string} incidentNo
             * @memberof gridwarden.v1.Case
             * @instance
             */
            Case.prototype.incidentNo = "";

            /**
             * Case parts.
             * @member {Array.<string>} parts
             * @memberof gridwarden.v1.Case
             * @instance
             */
            Case.prototype.parts = $util.emptyArray;

            /**
             * Case mergedInto.
             * @member {string} mergedInto
             * @memberof gridwarden.v1.Case
             * @instance
             */
            Case.prototype.mergedInto = "";

            /**
             * Case verification.
             * @member {gridwarden.v1.Verification.$Properties|null|undefined} verification
             * @memberof gridwarden.v1.Case
             * @instance
             */
            Case.prototype.verification = null;

            /**
             * Case shelvedUntil.
             * @member {number} shelvedUntil
             * @memberof gridwarden.v1.Case
             * @instance
             */
            Case.prototype.shelvedUntil = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            /**
             * Case disposedAt.
             * @member {number} disposedAt
             * @memberof gridwarden.v1.Case
             * @instance
             */
            Case.prototype.disposedAt = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            /**
             * Case mode.
             * @member {string} mode
             * @memberof gridwarden.v1.Case
             * @instance
             */
            Case.prototype.mode = "";

            /**
             * Creates a new Case instance using the specified properties.
             * @function create
             * @memberof gridwarden.v1.Case
             * @static
             * @param {gridwarden.v1.Case.$Properties=} [properties] Properties to set
             * @returns {gridwarden.v1.Case} Case instance
             * @type {{
             *   (properties: gridwarden.v1.Case.$Shape): gridwarden.v1.Case & gridwarden.v1.Case.$Shape;
             *   (properties?: gridwarden.v1.Case.$Properties): gridwarden.v1.Case;
             * }}
             */
            Case.create = function(properties) {
                return new Case(properties);
            };

            /**
             * Encodes the specified Case message. Does not implicitly {@link gridwarden.v1.Case.verify|verify} messages.
             * @function encode
             * @memberof gridwarden.v1.Case
             * @static
             * @param {gridwarden.v1.Case.$Properties} message Case message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            Case.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.caseNo != null && $Object.hasOwnProperty.call(message, "caseNo") && message.caseNo !== "")
                    writer.uint32(/* id 1, wireType 2 =*/10).string(message.caseNo);
                if (message.candidateId != null && $Object.hasOwnProperty.call(message, "candidateId") && message.candidateId !== "")
                    writer.uint32(/* id 2, wireType 2 =*/18).string(message.candidateId);
                if (message.categoryCode != null && $Object.hasOwnProperty.call(message, "categoryCode") && message.categoryCode !== "")
                    writer.uint32(/* id 3, wireType 2 =*/26).string(message.categoryCode);
                if (message.categoryName != null && $Object.hasOwnProperty.call(message, "categoryName"))
                    $root.gridwarden.v1.Name.encode(message.categoryName, writer.uint32(/* id 4, wireType 2 =*/34).fork(), _depth + 1).ldelim();
                if (message.kind != null && $Object.hasOwnProperty.call(message, "kind") && message.kind !== 0)
                    writer.uint32(/* id 5, wireType 0 =*/40).int32(message.kind);
                if (message.severity != null && $Object.hasOwnProperty.call(message, "severity") && message.severity !== 0)
                    writer.uint32(/* id 6, wireType 0 =*/48).uint32(message.severity);
                if (message.certainty != null && $Object.hasOwnProperty.call(message, "certainty") && !$Object.is(message.certainty, 0))
                    writer.uint32(/* id 7, wireType 1 =*/57).double(message.certainty);
                if (message.step != null && $Object.hasOwnProperty.call(message, "step") && message.step !== 0)
                    writer.uint32(/* id 8, wireType 0 =*/64).uint32(message.step);
                if (message.subState != null && $Object.hasOwnProperty.call(message, "subState") && message.subState !== "")
                    writer.uint32(/* id 9, wireType 2 =*/74).string(message.subState);
                if (message.location != null && $Object.hasOwnProperty.call(message, "location"))
                    $root.gridwarden.v1.Position.encode(message.location, writer.uint32(/* id 10, wireType 2 =*/82).fork(), _depth + 1).ldelim();
                if (message.gridCode != null && $Object.hasOwnProperty.call(message, "gridCode") && message.gridCode !== "")
                    writer.uint32(/* id 11, wireType 2 =*/90).string(message.gridCode);
                if (message.grids != null && message.grids.length)
                    for (let i = 0; i < message.grids.length; ++i)
                        $root.gridwarden.v1.GridRef.encode(message.grids[i], writer.uint32(/* id 12, wireType 2 =*/98).fork(), _depth + 1).ldelim();
                if (message.responsibleDept != null && $Object.hasOwnProperty.call(message, "responsibleDept") && message.responsibleDept !== "")
                    writer.uint32(/* id 13, wireType 2 =*/106).string(message.responsibleDept);
                if (message.responderRole != null && $Object.hasOwnProperty.call(message, "responderRole") && message.responderRole !== "")
                    writer.uint32(/* id 14, wireType 2 =*/114).string(message.responderRole);
                if (message.orgCode != null && $Object.hasOwnProperty.call(message, "orgCode") && message.orgCode !== "")
                    writer.uint32(/* id 15, wireType 2 =*/122).string(message.orgCode);
                if (message.responseDeadline != null && $Object.hasOwnProperty.call(message, "responseDeadline") && (typeof message.responseDeadline === "object" ? message.responseDeadline.low || message.responseDeadline.high : message.responseDeadline !== 0))
                    writer.uint32(/* id 16, wireType 1 =*/129).fixed64(message.responseDeadline);
                if (message.disposalDeadline != null && $Object.hasOwnProperty.call(message, "disposalDeadline") && (typeof message.disposalDeadline === "object" ? message.disposalDeadline.low || message.disposalDeadline.high : message.disposalDeadline !== 0))
                    writer.uint32(/* id 17, wireType 1 =*/137).fixed64(message.disposalDeadline);
                if (message.firstAt != null && $Object.hasOwnProperty.call(message, "firstAt") && (typeof message.firstAt === "object" ? message.firstAt.low || message.firstAt.high : message.firstAt !== 0))
                    writer.uint32(/* id 18, wireType 1 =*/145).fixed64(message.firstAt);
                if (message.lastAt != null && $Object.hasOwnProperty.call(message, "lastAt") && (typeof message.lastAt === "object" ? message.lastAt.low || message.lastAt.high : message.lastAt !== 0))
                    writer.uint32(/* id 19, wireType 1 =*/153).fixed64(message.lastAt);
                if (message.raisedAt != null && $Object.hasOwnProperty.call(message, "raisedAt") && (typeof message.raisedAt === "object" ? message.raisedAt.low || message.raisedAt.high : message.raisedAt !== 0))
                    writer.uint32(/* id 20, wireType 1 =*/161).fixed64(message.raisedAt);
                if (message.devices != null && message.devices.length)
                    for (let i = 0; i < message.devices.length; ++i)
                        writer.uint32(/* id 21, wireType 2 =*/170).string(message.devices[i]);
                if (message.occurrences != null && $Object.hasOwnProperty.call(message, "occurrences") && message.occurrences !== 0)
                    writer.uint32(/* id 22, wireType 0 =*/176).uint32(message.occurrences);
                if (message.evidence != null && message.evidence.length)
                    for (let i = 0; i < message.evidence.length; ++i)
                        $root.gridwarden.v1.Evidence.encode(message.evidence[i], writer.uint32(/* id 23, wireType 2 =*/186).fork(), _depth + 1).ldelim();
                if (message.restricted != null && $Object.hasOwnProperty.call(message, "restricted") && message.restricted !== false)
                    writer.uint32(/* id 24, wireType 0 =*/192).bool(message.restricted);
                if (message.simulated != null && $Object.hasOwnProperty.call(message, "simulated") && message.simulated !== false)
                    writer.uint32(/* id 25, wireType 0 =*/200).bool(message.simulated);
                if (message.catalogueVersion != null && $Object.hasOwnProperty.call(message, "catalogueVersion") && message.catalogueVersion !== "")
                    writer.uint32(/* id 26, wireType 2 =*/210).string(message.catalogueVersion);
                if (message.verdict != null && $Object.hasOwnProperty.call(message, "verdict"))
                    $root.gridwarden.v1.RuleVerdict.encode(message.verdict, writer.uint32(/* id 27, wireType 2 =*/218).fork(), _depth + 1).ldelim();
                if (message.clearedAt != null && $Object.hasOwnProperty.call(message, "clearedAt") && (typeof message.clearedAt === "object" ? message.clearedAt.low || message.clearedAt.high : message.clearedAt !== 0))
                    writer.uint32(/* id 28, wireType 1 =*/225).fixed64(message.clearedAt);
                if (message.closedAt != null && $Object.hasOwnProperty.call(message, "closedAt") && (typeof message.closedAt === "object" ? message.closedAt.low || message.closedAt.high : message.closedAt !== 0))
                    writer.uint32(/* id 29, wireType 1 =*/233).fixed64(message.closedAt);
                if (message.previousCaseNo != null && $Object.hasOwnProperty.call(message, "previousCaseNo") && message.previousCaseNo !== "")
                    writer.uint32(/* id 30, wireType 2 =*/242).string(message.previousCaseNo);
                if (message.stepName != null && $Object.hasOwnProperty.call(message, "stepName"))
                    $root.gridwarden.v1.Name.encode(message.stepName, writer.uint32(/* id 31, wireType 2 =*/250).fork(), _depth + 1).ldelim();
                if (message.phase != null && $Object.hasOwnProperty.call(message, "phase"))
                    $root.gridwarden.v1.Phase.encode(message.phase, writer.uint32(/* id 32, wireType 2 =*/258).fork(), _depth + 1).ldelim();
                if (message.layer != null && $Object.hasOwnProperty.call(message, "layer") && message.layer !== "")
                    writer.uint32(/* id 33, wireType 2 =*/266).string(message.layer);
                if (message.line != null && $Object.hasOwnProperty.call(message, "line") && message.line !== "")
                    writer.uint32(/* id 34, wireType 2 =*/274).string(message.line);
                if (message.handlingLevel != null && $Object.hasOwnProperty.call(message, "handlingLevel") && message.handlingLevel !== "")
                    writer.uint32(/* id 35, wireType 2 =*/282).string(message.handlingLevel);
                if (message.escalation != null && $Object.hasOwnProperty.call(message, "escalation") && message.escalation !== 0)
                    writer.uint32(/* id 36, wireType 0 =*/288).uint32(message.escalation);
                if (message.recipients != null && message.recipients.length)
                    for (let i = 0; i < message.recipients.length; ++i)
                        writer.uint32(/* id 37, wireType 2 =*/298).string(message.recipients[i]);
                if (message.emergencyFlow != null && $Object.hasOwnProperty.call(message, "emergencyFlow") && message.emergencyFlow !== 0)
                    writer.uint32(/* id 38, wireType 0 =*/304).uint32(message.emergencyFlow);
                if (message.autoAccept != null && $Object.hasOwnProperty.call(message, "autoAccept") && message.autoAccept !== false)
                    writer.uint32(/* id 39, wireType 0 =*/312).bool(message.autoAccept);
                if (message.dutyHint != null && $Object.hasOwnProperty.call(message, "dutyHint"))
                    $root.gridwarden.v1.DutyHint.encode(message.dutyHint, writer.uint32(/* id 40, wireType 2 =*/322).fork(), _depth + 1).ldelim();
                if (message.incidentNo != null && $Object.hasOwnProperty.call(message, "incidentNo") && message.incidentNo !== "")
                    writer.uint32(/* id 41, wireType 2 =*/330).string(message.incidentNo);
                if (message.parts != null && message.parts.length)
                    for (let i = 0; i < message.parts.length; ++i)
                        writer.uint32(/* id 42, wireType 2 =*/338).string(message.parts[i]);
                if (message.mergedInto != null && $Object.hasOwnProperty.call(message, "mergedInto") && message.mergedInto !== "")
                    writer.uint32(/* id 43, wireType 2 =*/346).string(message.mergedInto);
                if (message.verification != null && $Object.hasOwnProperty.call(message, "verification"))
                    $root.gridwarden.v1.Verification.encode(message.verification, writer.uint32(/* id 44, wireType 2 =*/354).fork(), _depth + 1).ldelim();
                if (message.shelvedUntil != null && $Object.hasOwnProperty.call(message, "shelvedUntil") && (typeof message.shelvedUntil === "object" ? message.shelvedUntil.low || message.shelvedUntil.high : message.shelvedUntil !== 0))
                    writer.uint32(/* id 45, wireType 1 =*/361).fixed64(message.shelvedUntil);
                if (message.disposedAt != null && $Object.hasOwnProperty.call(message, "disposedAt") && (typeof message.disposedAt === "object" ? message.disposedAt.low || message.disposedAt.high : message.disposedAt !== 0))
                    writer.uint32(/* id 46, wireType 1 =*/369).fixed64(message.disposedAt);
                if (message.mode != null && $Object.hasOwnProperty.call(message, "mode") && message.mode !== "")
                    writer.uint32(/* id 47, wireType 2 =*/378).string(message.mode);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a Case message from the specified reader or buffer.
             * @function decode
             * @memberof gridwarden.v1.Case
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {gridwarden.v1.Case & gridwarden.v1.Case.$Shape} Case
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            Case.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.gridwarden.v1.Case();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.caseNo = value;
                            else
                                delete message.caseNo;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.candidateId = value;
                            else
                                delete message.candidateId;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.categoryCode = value;
                            else
                                delete message.categoryCode;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 2)
                                break;
                            message.categoryName = $root.gridwarden.v1.Name.decode(reader, reader.size(), $undefined, _depth + 1, message.categoryName);
                            continue;
                        }
                    case 5: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.int32())
                                message.kind = value;
                            else
                                delete message.kind;
                            continue;
                        }
                    case 6: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.severity = value;
                            else
                                delete message.severity;
                            continue;
                        }
                    case 7: {
                            if (wireType !== 1)
                                break;
                            if (!$Object.is(value = reader.double(), 0))
                                message.certainty = value;
                            else
                                delete message.certainty;
                            continue;
                        }
                    case 8: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.step = value;
                            else
                                delete message.step;
                            continue;
                        }
                    case 9: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.subState = value;
                            else
                                delete message.subState;
                            continue;
                        }
                    case 10: {
                            if (wireType !== 2)
                                break;
                            message.location = $root.gridwarden.v1.Position.decode(reader, reader.size(), $undefined, _depth + 1, message.location);
                            continue;
                        }
                    case 11: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.gridCode = value;
                            else
                                delete message.gridCode;
                            continue;
                        }
                    case 12: {
                            if (wireType !== 2)
                                break;
                            if (!(message.grids && message.grids.length))
                                message.grids = [];
                            message.grids.push($root.gridwarden.v1.GridRef.decode(reader, reader.size(), $undefined, _depth + 1));
                            continue;
                        }
                    case 13: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.responsibleDept = value;
                            else
                                delete message.responsibleDept;
                            continue;
                        }
                    case 14: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.responderRole = value;
                            else
                                delete message.responderRole;
                            continue;
                        }
                    case 15: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.orgCode = value;
                            else
                                delete message.orgCode;
                            continue;
                        }
                    case 16: {
                            if (wireType !== 1)
                                break;
                            if (typeof (value = reader.fixed64()) === "object" ? value.low || value.high : value !== 0)
                                message.responseDeadline = value;
                            else
                                delete message.responseDeadline;
                            continue;
                        }
                    case 17: {
                            if (wireType !== 1)
                                break;
                            if (typeof (value = reader.fixed64()) === "object" ? value.low || value.high : value !== 0)
                                message.disposalDeadline = value;
                            else
                                delete message.disposalDeadline;
                            continue;
                        }
                    case 18: {
                            if (wireType !== 1)
                                break;
                            if (typeof (value = reader.fixed64()) === "object" ? value.low || value.high : value !== 0)
                                message.firstAt = value;
                            else
                                delete message.firstAt;
                            continue;
                        }
                    case 19: {
                            if (wireType !== 1)
                                break;
                            if (typeof (value = reader.fixed64()) === "object" ? value.low || value.high : value !== 0)
                                message.lastAt = value;
                            else
                                delete message.lastAt;
                            continue;
                        }
                    case 20: {
                            if (wireType !== 1)
                                break;
                            if (typeof (value = reader.fixed64()) === "object" ? value.low || value.high : value !== 0)
                                message.raisedAt = value;
                            else
                                delete message.raisedAt;
                            continue;
                        }
                    case 21: {
                            if (wireType !== 2)
                                break;
                            if (!(message.devices && message.devices.length))
                                message.devices = [];
                            message.devices.push(reader.stringVerify());
                            continue;
                        }
                    case 22: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.occurrences = value;
                            else
                                delete message.occurrences;
                            continue;
                        }
                    case 23: {
                            if (wireType !== 2)
                                break;
                            if (!(message.evidence && message.evidence.length))
                                message.evidence = [];
                            message.evidence.push($root.gridwarden.v1.Evidence.decode(reader, reader.size(), $undefined, _depth + 1));
                            continue;
                        }
                    case 24: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.bool())
                                message.restricted = value;
                            else
                                delete message.restricted;
                            continue;
                        }
                    case 25: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.bool())
                                message.simulated = value;
                            else
                                delete message.simulated;
                            continue;
                        }
                    case 26: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.catalogueVersion = value;
                            else
                                delete message.catalogueVersion;
                            continue;
                        }
                    case 27: {
                            if (wireType !== 2)
                                break;
                            message.verdict = $root.gridwarden.v1.RuleVerdict.decode(reader, reader.size(), $undefined, _depth + 1, message.verdict);
                            continue;
                        }
                    case 28: {
                            if (wireType !== 1)
                                break;
                            if (typeof (value = reader.fixed64()) === "object" ? value.low || value.high : value !== 0)
                                message.clearedAt = value;
                            else
                                delete message.clearedAt;
                            continue;
                        }
                    case 29: {
                            if (wireType !== 1)
                                break;
                            if (typeof (value = reader.fixed64()) === "object" ? value.low || value.high : value !== 0)
                                message.closedAt = value;
                            else
                                delete message.closedAt;
                            continue;
                        }
                    case 30: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.previousCaseNo = value;
                            else
                                delete message.previousCaseNo;
                            continue;
                        }
                    case 31: {
                            if (wireType !== 2)
                                break;
                            message.stepName = $root.gridwarden.v1.Name.decode(reader, reader.size(), $undefined, _depth + 1, message.stepName);
                            continue;
                        }
                    case 32: {
                            if (wireType !== 2)
                                break;
                            message.phase = $root.gridwarden.v1.Phase.decode(reader, reader.size(), $undefined, _depth + 1, message.phase);
                            continue;
                        }
                    case 33: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.layer = value;
                            else
                                delete message.layer;
                            continue;
                        }
                    case 34: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.line = value;
                            else
                                delete message.line;
                            continue;
                        }
                    case 35: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.handlingLevel = value;
                            else
                                delete message.handlingLevel;
                            continue;
                        }
                    case 36: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.escalation = value;
                            else
                                delete message.escalation;
                            continue;
                        }
                    case 37: {
                            if (wireType !== 2)
                                break;
                            if (!(message.recipients && message.recipients.length))
                                message.recipients = [];
                            message.recipients.push(reader.stringVerify());
                            continue;
                        }
                    case 38: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.emergencyFlow = value;
                            else
                                delete message.emergencyFlow;
                            continue;
                        }
                    case 39: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.bool())
                                message.autoAccept = value;
                            else
                                delete message.autoAccept;
                            continue;
                        }
                    case 40: {
                            if (wireType !== 2)
                                break;
                            message.dutyHint = $root.gridwarden.v1.DutyHint.decode(reader, reader.size(), $undefined, _depth + 1, message.dutyHint);
                            continue;
                        }
                    case 41: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.incidentNo = value;
                            else
                                delete message.incidentNo;
                            continue;
                        }
                    case 42: {
                            if (wireType !== 2)
                                break;
                            if (!(message.parts && message.parts.length))
                                message.parts = [];
                            message.parts.push(reader.stringVerify());
                            continue;
                        }
                    case 43: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.mergedInto = value;
                            else
                                delete message.mergedInto;
                            continue;
                        }
                    case 44: {
                            if (wireType !== 2)
                                break;
                            message.verification = $root.gridwarden.v1.Verification.decode(reader, reader.size(), $undefined, _depth + 1, message.verification);
                            continue;
                        }
                    case 45: {
                            if (wireType !== 1)
                                break;
                            if (typeof (value = reader.fixed64()) === "object" ? value.low || value.high : value !== 0)
                                message.shelvedUntil = value;
                            else
                                delete message.shelvedUntil;
                            continue;
                        }
                    case 46: {
                            if (wireType !== 1)
                                break;
                            if (typeof (value = reader.fixed64()) === "object" ? value.low || value.high : value !== 0)
                                message.disposedAt = value;
                            else
                                delete message.disposedAt;
                            continue;
                        }
                    case 47: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.mode = value;
                            else
                                delete message.mode;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            /**
             * Verifies a Case message.
             * @function verify
             * @memberof gridwarden.v1.Case
             * @static
             * @param {Object.<string,*>} message Plain object to verify
             * @returns {string|null} `null` if valid, otherwise the reason why it is not
             */
            Case.verify = function (message, _depth) {
                if (typeof message !== "object" || message === null)
                    return "object expected";
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    return "max depth exceeded";
                if (message.caseNo != null && $Object.hasOwnProperty.call(message, "caseNo"))
                    if (!$util.isString(message.caseNo))
                        return "caseNo: string expected";
                if (message.candidateId != null && $Object.hasOwnProperty.call(message, "candidateId"))
                    if (!$util.isString(message.candidateId))
                        return "candidateId: string expected";
                if (message.categoryCode != null && $Object.hasOwnProperty.call(message, "categoryCode"))
                    if (!$util.isString(message.categoryCode))
                        return "categoryCode: string expected";
                if (message.categoryName != null && $Object.hasOwnProperty.call(message, "categoryName")) {
                    let error = $root.gridwarden.v1.Name.verify(message.categoryName, _depth + 1);
                    if (error)
                        return "categoryName." + error;
                }
                if (message.kind != null && $Object.hasOwnProperty.call(message, "kind"))
                    if (typeof message.kind !== "number" || (message.kind | 0) !== message.kind)
                        return "kind: enum value expected";
                if (message.severity != null && $Object.hasOwnProperty.call(message, "severity"))
                    if (!$util.isInteger(message.severity))
                        return "severity: integer expected";
                if (message.certainty != null && $Object.hasOwnProperty.call(message, "certainty"))
                    if (typeof message.certainty !== "number")
                        return "certainty: number expected";
                if (message.step != null && $Object.hasOwnProperty.call(message, "step"))
                    if (!$util.isInteger(message.step))
                        return "step: integer expected";
                if (message.subState != null && $Object.hasOwnProperty.call(message, "subState"))
                    if (!$util.isString(message.subState))
                        return "subState: string expected";
                if (message.location != null && $Object.hasOwnProperty.call(message, "location")) {
                    let error = $root.gridwarden.v1.Position.verify(message.location, _depth + 1);
                    if (error)
                        return "location." + error;
                }
                if (message.gridCode != null && $Object.hasOwnProperty.call(message, "gridCode"))
                    if (!$util.isString(message.gridCode))
                        return "gridCode: string expected";
                if (message.grids != null && $Object.hasOwnProperty.call(message, "grids")) {
                    if (!$Array.isArray(message.grids))
                        return "grids: array expected";
                    for (let i = 0; i < message.grids.length; ++i) {
                        let error = $root.gridwarden.v1.GridRef.verify(message.grids[i], _depth + 1);
                        if (error)
                            return "grids." + error;
                    }
                }
                if (message.responsibleDept != null && $Object.hasOwnProperty.call(message, "responsibleDept"))
                    if (!$util.isString(message.responsibleDept))
                        return "responsibleDept: string expected";
                if (message.responderRole != null && $Object.hasOwnProperty.call(message, "responderRole"))
                    if (!$util.isString(message.responderRole))
                        return "responderRole: string expected";
                if (message.orgCode != null && $Object.hasOwnProperty.call(message, "orgCode"))
                    if (!$util.isString(message.orgCode))
                        return "orgCode: string expected";
                if (message.responseDeadline != null && $Object.hasOwnProperty.call(message, "responseDeadline"))
                    if (!$util.isInteger(message.responseDeadline) && !(message.responseDeadline && $util.isInteger(message.responseDeadline.low) && $util.isInteger(message.responseDeadline.high)))
                        return "responseDeadline: integer|Long expected";
                if (message.disposalDeadline != null && $Object.hasOwnProperty.call(message, "disposalDeadline"))
                    if (!$util.isInteger(message.disposalDeadline) && !(message.disposalDeadline && $util.isInteger(message.disposalDeadline.low) && $util.isInteger(message.disposalDeadline.high)))
                        return "disposalDeadline: integer|Long expected";
                if (message.firstAt != null && $Object.hasOwnProperty.call(message, "firstAt"))
                    if (!$util.isInteger(message.firstAt) && !(message.firstAt && $util.isInteger(message.firstAt.low) && $util.isInteger(message.firstAt.high)))
                        return "firstAt: integer|Long expected";
                if (message.lastAt != null && $Object.hasOwnProperty.call(message, "lastAt"))
                    if (!$util.isInteger(message.lastAt) && !(message.lastAt && $util.isInteger(message.lastAt.low) && $util.isInteger(message.lastAt.high)))
                        return "lastAt: integer|Long expected";
                if (message.raisedAt != null && $Object.hasOwnProperty.call(message, "raisedAt"))
                    if (!$util.isInteger(message.raisedAt) && !(message.raisedAt && $util.isInteger(message.raisedAt.low) && $util.isInteger(message.raisedAt.high)))
                        return "raisedAt: integer|Long expected";
                if (message.devices != null && $Object.hasOwnProperty.call(message, "devices")) {
                    if (!$Array.isArray(message.devices))
                        return "devices: array expected";
                    for (let i = 0; i < message.devices.length; ++i)
                        if (!$util.isString(message.devices[i]))
                            return "devices: string[] expected";
                }
                if (message.occurrences != null && $Object.hasOwnProperty.call(message, "occurrences"))
                    if (!$util.isInteger(message.occurrences))
                        return "occurrences: integer expected";
                if (message.evidence != null && $Object.hasOwnProperty.call(message, "evidence")) {
                    if (!$Array.isArray(message.evidence))
                        return "evidence: array expected";
                    for (let i = 0; i < message.evidence.length; ++i) {
                        let error = $root.gridwarden.v1.Evidence.verify(message.evidence[i], _depth + 1);
                        if (error)
                            return "evidence." + error;
                    }
                }
                if (message.restricted != null && $Object.hasOwnProperty.call(message, "restricted"))
                    if (typeof message.restricted !== "boolean")
                        return "restricted: boolean expected";
                if (message.simulated != null && $Object.hasOwnProperty.call(message, "simulated"))
                    if (typeof message.simulated !== "boolean")
                        return "simulated: boolean expected";
                if (message.catalogueVersion != null && $Object.hasOwnProperty.call(message, "catalogueVersion"))
                    if (!$util.isString(message.catalogueVersion))
                        return "catalogueVersion: string expected";
                if (message.verdict != null && $Object.hasOwnProperty.call(message, "verdict")) {
                    let error = $root.gridwarden.v1.RuleVerdict.verify(message.verdict, _depth + 1);
                    if (error)
                        return "verdict." + error;
                }
                if (message.clearedAt != null && $Object.hasOwnProperty.call(message, "clearedAt"))
                    if (!$util.isInteger(message.clearedAt) && !(message.clearedAt && $util.isInteger(message.clearedAt.low) && $util.isInteger(message.clearedAt.high)))
                        return "clearedAt: integer|Long expected";
                if (message.closedAt != null && $Object.hasOwnProperty.call(message, "closedAt"))
                    if (!$util.isInteger(message.closedAt) && !(message.closedAt && $util.isInteger(message.closedAt.low) && $util.isInteger(message.closedAt.high)))
                        return "closedAt: integer|Long expected";
                if (message.previousCaseNo != null && $Object.hasOwnProperty.call(message, "previousCaseNo"))
                    if (!$util.isString(message.previousCaseNo))
                        return "previousCaseNo: string expected";
                if (message.stepName != null && $Object.hasOwnProperty.call(message, "stepName")) {
                    let error = $root.gridwarden.v1.Name.verify(message.stepName, _depth + 1);
                    if (error)
                        return "stepName." + error;
                }
                if (message.phase != null && $Object.hasOwnProperty.call(message, "phase")) {
                    let error = $root.gridwarden.v1.Phase.verify(message.phase, _depth + 1);
                    if (error)
                        return "phase." + error;
                }
                if (message.layer != null && $Object.hasOwnProperty.call(message, "layer"))
                    if (!$util.isString(message.layer))
                        return "layer: string expected";
                if (message.line != null && $Object.hasOwnProperty.call(message, "line"))
                    if (!$util.isString(message.line))
                        return "line: string expected";
                if (message.handlingLevel != null && $Object.hasOwnProperty.call(message, "handlingLevel"))
                    if (!$util.isString(message.handlingLevel))
                        return "handlingLevel: string expected";
                if (message.escalation != null && $Object.hasOwnProperty.call(message, "escalation"))
                    if (!$util.isInteger(message.escalation))
                        return "escalation: integer expected";
                if (message.recipients != null && $Object.hasOwnProperty.call(message, "recipients")) {
                    if (!$Array.isArray(message.recipients))
                        return "recipients: array expected";
                    for (let i = 0; i < message.recipients.length; ++i)
                        if (!$util.isString(message.recipients[i]))
                            return "recipients: string[] expected";
                }
                if (message.emergencyFlow != null && $Object.hasOwnProperty.call(message, "emergencyFlow"))
                    if (!$util.isInteger(message.emergencyFlow))
                        return "emergencyFlow: integer expected";
                if (message.autoAccept != null && $Object.hasOwnProperty.call(message, "autoAccept"))
                    if (typeof message.autoAccept !== "boolean")
                        return "autoAccept: boolean expected";
                if (message.dutyHint != null && $Object.hasOwnProperty.call(message, "dutyHint")) {
                    let error = $root.gridwarden.v1.DutyHint.verify(message.dutyHint, _depth + 1);
                    if (error)
                        return "dutyHint." + error;
                }
                if (message.incidentNo != null && $Object.hasOwnProperty.call(message, "incidentNo"))
                    if (!$util.isString(message.incidentNo))
                        return "incidentNo: string expected";
                if (message.parts != null && $Object.hasOwnProperty.call(message, "parts")) {
                    if (!$Array.isArray(message.parts))
                        return "parts: array expected";
                    for (let i = 0; i < message.parts.length; ++i)
                        if (!$util.isString(message.parts[i]))
                            return "parts: string[] expected";
                }
                if (message.mergedInto != null && $Object.hasOwnProperty.call(message, "mergedInto"))
                    if (!$util.isString(message.mergedInto))
                        return "mergedInto: string expected";
                if (message.verification != null && $Object.hasOwnProperty.call(message, "verification")) {
                    let error = $root.gridwarden.v1.Verification.verify(message.verification, _depth + 1);
                    if (error)
                        return "verification." + error;
                }
                if (message.shelvedUntil != null && $Object.hasOwnProperty.call(message, "shelvedUntil"))
                    if (!$util.isInteger(message.shelvedUntil) && !(message.shelvedUntil && $util.isInteger(message.shelvedUntil.low) && $util.isInteger(message.shelvedUntil.high)))
                        return "shelvedUntil: integer|Long expected";
                if (message.disposedAt != null && $Object.hasOwnProperty.call(message, "disposedAt"))
                    if (!$util.isInteger(message.disposedAt) && !(message.disposedAt && $util.isInteger(message.disposedAt.low) && $util.isInteger(message.disposedAt.high)))
                        return "disposedAt: integer|Long expected";
                if (message.mode != null && $Object.hasOwnProperty.call(message, "mode"))
                    if (!$util.isString(message.mode))
                        return "mode: string expected";
                return null;
            };

            /**
             * Creates a Case message from a plain object. Also converts values to their respective internal types.
             * @function fromObject
             * @memberof gridwarden.v1.Case
             * @static
             * @param {Object.<string,*>} object Plain object
             * @returns {gridwarden.v1.Case} Case
             */
            Case.fromObject = function (object, _depth) {
                if (object instanceof $root.gridwarden.v1.Case)
                    return object;
                if (!$util.isObject(object))
                    throw $TypeError(".gridwarden.v1.Case: object expected");
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let message = new $root.gridwarden.v1.Case();
                if (object.caseNo != null)
                    if (typeof object.caseNo !== "string" || object.caseNo.length)
                        message.caseNo = $String(object.caseNo);
                if (object.candidateId != null)
                    if (typeof object.candidateId !== "string" || object.candidateId.length)
                        message.candidateId = $String(object.candidateId);
                if (object.categoryCode != null)
                    if (typeof object.categoryCode !== "string" || object.categoryCode.length)
                        message.categoryCode = $String(object.categoryCode);
                if (object.categoryName != null) {
                    if (!$util.isObject(object.categoryName))
                        throw $TypeError(".gridwarden.v1.Case.categoryName: object expected");
                    message.categoryName = $root.gridwarden.v1.Name.fromObject(object.categoryName, _depth + 1);
                }
                if (object.kind !== 0 && (typeof object.kind !== "string" || $root.gridwarden.v1.CaseKind[object.kind] !== 0))
                    switch (object.kind) {
                    case "CASE_KIND_UNSPECIFIED":
                    case 0:
                        message.kind = 0;
                        break;
                    case "CASE_KIND_ALARM":
                    case 1:
                        message.kind = 1;
                        break;
                    case "CASE_KIND_WARNING":
                    case 2:
                        message.kind = 2;
                        break;
                    case "CASE_KIND_CLUE":
                    case 3:
                        message.kind = 3;
                        break;
                    case "CASE_KIND_FAULT":
                    case 4:
                        message.kind = 4;
                        break;
                    default:
                        if (typeof object.kind === "number" && (object.kind | 0) === object.kind)
                            message.kind = object.kind;
                    }
                if (object.severity != null)
                    if ($Number(object.severity) !== 0)
                        message.severity = object.severity >>> 0;
                if (object.certainty != null)
                    if (!$Object.is($Number(object.certainty), 0))
                        message.certainty = $Number(object.certainty);
                if (object.step != null)
                    if ($Number(object.step) !== 0)
                        message.step = object.step >>> 0;
                if (object.subState != null)
                    if (typeof object.subState !== "string" || object.subState.length)
                        message.subState = $String(object.subState);
                if (object.location != null) {
                    if (!$util.isObject(object.location))
                        throw $TypeError(".gridwarden.v1.Case.location: object expected");
                    message.location = $root.gridwarden.v1.Position.fromObject(object.location, _depth + 1);
                }
                if (object.gridCode != null)
                    if (typeof object.gridCode !== "string" || object.gridCode.length)
                        message.gridCode = $String(object.gridCode);
                if (object.grids) {
                    if (!$Array.isArray(object.grids))
                        throw $TypeError(".gridwarden.v1.Case.grids: array expected");
                    message.grids = $Array(object.grids.length);
                    for (let i = 0; i < object.grids.length; ++i) {
                        if (!$util.isObject(object.grids[i]))
                            throw $TypeError(".gridwarden.v1.Case.grids: object expected");
                        message.grids[i] = $root.gridwarden.v1.GridRef.fromObject(object.grids[i], _depth + 1);
                    }
                }
                if (object.responsibleDept != null)
                    if (typeof object.responsibleDept !== "string" || object.responsibleDept.length)
                        message.responsibleDept = $String(object.responsibleDept);
                if (object.responderRole != null)
                    if (typeof object.responderRole !== "string" || object.responderRole.length)
                        message.responderRole = $String(object.responderRole);
                if (object.orgCode != null)
                    if (typeof object.orgCode !== "string" || object.orgCode.length)
                        message.orgCode = $String(object.orgCode);
                if (object.responseDeadline != null)
                    if (typeof object.responseDeadline === "object" ? object.responseDeadline.low || object.responseDeadline.high : $Number(object.responseDeadline) !== 0)
                        if ($util.Long)
                            message.responseDeadline = $util.Long.fromValue(object.responseDeadline, true);
                        else if (typeof object.responseDeadline === "string")
                            message.responseDeadline = $parseInt(object.responseDeadline, 10);
                        else if (typeof object.responseDeadline === "number")
                            message.responseDeadline = object.responseDeadline;
                        else if (typeof object.responseDeadline === "object")
                            message.responseDeadline = new $util.LongBits(object.responseDeadline.low >>> 0, object.responseDeadline.high >>> 0).toNumber(true);
                if (object.disposalDeadline != null)
                    if (typeof object.disposalDeadline === "object" ? object.disposalDeadline.low || object.disposalDeadline.high : $Number(object.disposalDeadline) !== 0)
                        if ($util.Long)
                            message.disposalDeadline = $util.Long.fromValue(object.disposalDeadline, true);
                        else if (typeof object.disposalDeadline === "string")
                            message.disposalDeadline = $parseInt(object.disposalDeadline, 10);
                        else if (typeof object.disposalDeadline === "number")
                            message.disposalDeadline = object.disposalDeadline;
                        else if (typeof object.disposalDeadline === "object")
                            message.disposalDeadline = new $util.LongBits(object.disposalDeadline.low >>> 0, object.disposalDeadline.high >>> 0).toNumber(true);
                if (object.firstAt != null)
                    if (typeof object.firstAt === "object" ? object.firstAt.low || object.firstAt.high : $Number(object.firstAt) !== 0)
                        if ($util.Long)
                            message.firstAt = $util.Long.fromValue(object.firstAt, true);
                        else if (typeof object.firstAt === "string")
                            message.firstAt = $parseInt(object.firstAt, 10);
                        else if (typeof object.firstAt === "number")
                            message.firstAt = object.firstAt;
                        else if (typeof object.firstAt === "object")
                            message.firstAt = new $util.LongBits(object.firstAt.low >>> 0, object.firstAt.high >>> 0).toNumber(true);
                if (object.lastAt != null)
                    if (typeof object.lastAt === "object" ? object.lastAt.low || object.lastAt.high : $Number(object.lastAt) !== 0)
                        if ($util.Long)
                            message.lastAt = $util.Long.fromValue(object.lastAt, true);
                        else if (typeof object.lastAt === "string")
                            message.lastAt = $parseInt(object.lastAt, 10);
                        else if (typeof object.lastAt === "number")
                            message.lastAt = object.lastAt;
                        else if (typeof object.lastAt === "object")
                            message.lastAt = new $util.LongBits(object.lastAt.low >>> 0, object.lastAt.high >>> 0).toNumber(true);
                if (object.raisedAt != null)
                    if (typeof object.raisedAt === "object" ? object.raisedAt.low || object.raisedAt.high : $Number(object.raisedAt) !== 0)
                        if ($util.Long)
                            message.raisedAt = $util.Long.fromValue(object.raisedAt, true);
                        else if (typeof object.raisedAt === "string")
                            message.raisedAt = $parseInt(object.raisedAt, 10);
                        else if (typeof object.raisedAt === "number")
                            message.raisedAt = object.raisedAt;
                        else if (typeof object.raisedAt === "object")
                            message.raisedAt = new $util.LongBits(object.raisedAt.low >>> 0, object.raisedAt.high >>> 0).toNumber(true);
                if (object.devices) {
                    if (!$Array.isArray(object.devices))
                        throw $TypeError(".gridwarden.v1.Case.devices: array expected");
                    message.devices = $Array(object.devices.length);
                    for (let i = 0; i < object.devices.length; ++i)
                        message.devices[i] = $String(object.devices[i]);
                }
                if (object.occurrences != null)
                    if ($Number(object.occurrences) !== 0)
                        message.occurrences = object.occurrences >>> 0;
                if (object.evidence) {
                    if (!$Array.isArray(object.evidence))
                        throw $TypeError(".gridwarden.v1.Case.evidence: array expected");
                    message.evidence = $Array(object.evidence.length);
                    for (let i = 0; i < object.evidence.length; ++i) {
                        if (!$util.isObject(object.evidence[i]))
                            throw $TypeError(".gridwarden.v1.Case.evidence: object expected");
                        message.evidence[i] = $root.gridwarden.v1.Evidence.fromObject(object.evidence[i], _depth + 1);
                    }
                }
                if (object.restricted != null)
                    if (object.restricted)
                        message.restricted = $Boolean(object.restricted);
                if (object.simulated != null)
                    if (object.simulated)
                        message.simulated = $Boolean(object.simulated);
                if (object.catalogueVersion != null)
                    if (typeof object.catalogueVersion !== "string" || object.catalogueVersion.length)
                        message.catalogueVersion = $String(object.catalogueVersion);
                if (object.verdict != null) {
                    if (!$util.isObject(object.verdict))
                        throw $TypeError(".gridwarden.v1.Case.verdict: object expected");
                    message.verdict = $root.gridwarden.v1.RuleVerdict.fromObject(object.verdict, _depth + 1);
                }
                if (object.clearedAt != null)
                    if (typeof object.clearedAt === "object" ? object.clearedAt.low || object.clearedAt.high : $Number(object.clearedAt) !== 0)
                        if ($util.Long)
                            message.clearedAt = $util.Long.fromValue(object.clearedAt, true);
                        else if (typeof object.clearedAt === "string")
                            message.clearedAt = $parseInt(object.clearedAt, 10);
                        else if (typeof object.clearedAt === "number")
                            message.clearedAt = object.clearedAt;
                        else if (typeof object.clearedAt === "object")
                            message.clearedAt = new $util.LongBits(object.clearedAt.low >>> 0, object.clearedAt.high >>> 0).toNumber(true);
                if (object.closedAt != null)
                    if (typeof object.closedAt === "object" ? object.closedAt.low || object.closedAt.high : $Number(object.closedAt) !== 0)
                        if ($util.Long)
                            message.closedAt = $util.Long.fromValue(object.closedAt, true);
                        else if (typeof object.closedAt === "string")
                            message.closedAt = $parseInt(object.closedAt, 10);
                        else if (typeof object.closedAt === "number")
                            message.closedAt = object.closedAt;
                        else if (typeof object.closedAt === "object")
                            message.closedAt = new $util.LongBits(object.closedAt.low >>> 0, object.closedAt.high >>> 0).toNumber(true);
                if (object.previousCaseNo != null)
                    if (typeof object.previousCaseNo !== "string" || object.previousCaseNo.length)
                        message.previousCaseNo = $String(object.previousCaseNo);
                if (object.stepName != null) {
                    if (!$util.isObject(object.stepName))
                        throw $TypeError(".gridwarden.v1.Case.stepName: object expected");
                    message.stepName = $root.gridwarden.v1.Name.fromObject(object.stepName, _depth + 1);
                }
                if (object.phase != null) {
                    if (!$util.isObject(object.phase))
                        throw $TypeError(".gridwarden.v1.Case.phase: object expected");
                    message.phase = $root.gridwarden.v1.Phase.fromObject(object.phase, _depth + 1);
                }
                if (object.layer != null)
                    if (typeof object.layer !== "string" || object.layer.length)
                        message.layer = $String(object.layer);
                if (object.line != null)
                    if (typeof object.line !== "string" || object.line.length)
                        message.line = $String(object.line);
                if (object.handlingLevel != null)
                    if (typeof object.handlingLevel !== "string" || object.handlingLevel.length)
                        message.handlingLevel = $String(object.handlingLevel);
                if (object.escalation != null)
                    if ($Number(object.escalation) !== 0)
                        message.escalation = object.escalation >>> 0;
                if (object.recipients) {
                    if (!$Array.isArray(object.recipients))
                        throw $TypeError(".gridwarden.v1.Case.recipients: array expected");
                    message.recipients = $Array(object.recipients.length);
                    for (let i = 0; i < object.recipients.length; ++i)
                        message.recipients[i] = $String(object.recipients[i]);
                }
                if (object.emergencyFlow != null)
                    if ($Number(object.emergencyFlow) !== 0)
                        message.emergencyFlow = object.emergencyFlow >>> 0;
                if (object.autoAccept != null)
                    if (object.autoAccept)
                        message.autoAccept = $Boolean(object.autoAccept);
                if (object.dutyHint != null) {
                    if (!$util.isObject(object.dutyHint))
                        throw $TypeError(".gridwarden.v1.Case.dutyHint: object expected");
                    message.dutyHint = $root.gridwarden.v1.DutyHint.fromObject(object.dutyHint, _depth + 1);
                }
                if (object.incidentNo != null)
                    if (typeof object.incidentNo !== "string" || object.incidentNo.length)
                        message.incidentNo = $String(object.incidentNo);
                if (object.parts) {
                    if (!$Array.isArray(object.parts))
                        throw $TypeError(".gridwarden.v1.Case.parts: array expected");
                    message.parts = $Array(object.parts.length);
                    for (let i = 0; i < object.parts.length; ++i)
                        message.parts[i] = $String(object.parts[i]);
                }
                if (object.mergedInto != null)
                    if (typeof object.mergedInto !== "string" || object.mergedInto.length)
                        message.mergedInto = $String(object.mergedInto);
                if (object.verification != null) {
                    if (!$util.isObject(object.verification))
                        throw $TypeError(".gridwarden.v1.Case.verification: object expected");
                    message.verification = $root.gridwarden.v1.Verification.fromObject(object.verification, _depth + 1);
                }
                if (object.shelvedUntil != null)
                    if (typeof object.shelvedUntil === "object" ? object.shelvedUntil.low || object.shelvedUntil.high : $Number(object.shelvedUntil) !== 0)
                        if ($util.Long)
                            message.shelvedUntil = $util.Long.fromValue(object.shelvedUntil, true);
                        else if (typeof object.shelvedUntil === "string")
                            message.shelvedUntil = $parseInt(object.shelvedUntil, 10);
                        else if (typeof object.shelvedUntil === "number")
                            message.shelvedUntil = object.shelvedUntil;
                        else if (typeof object.shelvedUntil === "object")
                            message.shelvedUntil = new $util.LongBits(object.shelvedUntil.low >>> 0, object.shelvedUntil.high >>> 0).toNumber(true);
                if (object.disposedAt != null)
                    if (typeof object.disposedAt === "object" ? object.disposedAt.low || object.disposedAt.high : $Number(object.disposedAt) !== 0)
                        if ($util.Long)
                            message.disposedAt = $util.Long.fromValue(object.disposedAt, true);
                        else if (typeof object.disposedAt === "string")
                            message.disposedAt = $parseInt(object.disposedAt, 10);
                        else if (typeof object.disposedAt === "number")
                            message.disposedAt = object.disposedAt;
                        else if (typeof object.disposedAt === "object")
                            message.disposedAt = new $util.LongBits(object.disposedAt.low >>> 0, object.disposedAt.high >>> 0).toNumber(true);
                if (object.mode != null)
                    if (typeof object.mode !== "string" || object.mode.length)
                        message.mode = $String(object.mode);
                return message;
            };

            /**
             * Creates a plain object from a Case message. Also converts values to other types if specified.
             * @function toObject
             * @memberof gridwarden.v1.Case
             * @static
             * @param {gridwarden.v1.Case} message Case
             * @param {$protobuf.IConversionOptions} [options] Conversion options
             * @returns {Object.<string,*>} Plain object
             */
            Case.toObject = function (message, options, _depth) {
                if (!options)
                    options = {};
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let object = {};
                if (options.arrays || options.defaults) {
                    object.grids = [];
                    object.devices = [];
                    object.evidence = [];
                    object.recipients = [];
                    object.parts = [];
                }
                if (options.defaults) {
                    object.caseNo = "";
                    object.candidateId = "";
                    object.categoryCode = "";
                    object.categoryName = null;
                    object.kind = options.enums === $String ? "CASE_KIND_UNSPECIFIED" : 0;
                    object.severity = 0;
                    object.certainty = 0;
                    object.step = 0;
                    object.subState = "";
                    object.location = null;
                    object.gridCode = "";
                    object.responsibleDept = "";
                    object.responderRole = "";
                    object.orgCode = "";
                    if ($util.Long) {
                        let long = new $util.Long(0, 0, true);
                        object.responseDeadline = options.longs === $String ? long.toString() : options.longs === $Number ? long.toNumber() : typeof $BigInt !== "undefined" && options.longs === $BigInt ? long.toBigInt() : long;
                    } else
                        object.responseDeadline = options.longs === $String ? "0" : typeof $BigInt !== "undefined" && options.longs === $BigInt ? $BigInt("0") : 0;
                    if ($util.Long) {
                        let long = new $util.Long(0, 0, true);
                        object.disposalDeadline = options.longs === $String ? long.toString() : options.longs === $Number ? long.toNumber() : typeof $BigInt !== "undefined" && options.longs === $BigInt ? long.toBigInt() : long;
                    } else
                        object.disposalDeadline = options.longs === $String ? "0" : typeof $BigInt !== "undefined" && options.longs === $BigInt ? $BigInt("0") : 0;
                    if ($util.Long) {
                        let long = new $util.Long(0, 0, true);
                        object.firstAt = options.longs === $String ? long.toString() : options.longs === $Number ? long.toNumber() : typeof $BigInt !== "undefined" && options.longs === $BigInt ? long.toBigInt() : long;
                    } else
                        object.firstAt = options.longs === $String ? "0" : typeof $BigInt !== "undefined" && options.longs === $BigInt ? $BigInt("0") : 0;
                    if ($util.Long) {
                        let long = new $util.Long(0, 0, true);
                        object.lastAt = options.longs === $String ? long.toString() : options.longs === $Number ? long.toNumber() : typeof $BigInt !== "undefined" && options.longs === $BigInt ? long.toBigInt() : long;
                    } else
                        object.lastAt = options.longs === $String ? "0" : typeof $BigInt !== "undefined" && options.longs === $BigInt ? $BigInt("0") : 0;
                    if ($util.Long) {
                        let long = new $util.Long(0, 0, true);
                        object.raisedAt = options.longs === $String ? long.toString() : options.longs === $Number ? long.toNumber() : typeof $BigInt !== "undefined" && options.longs === $BigInt ? long.toBigInt() : long;
                    } else
                        object.raisedAt = options.longs === $String ? "0" : typeof $BigInt !== "undefined" && options.longs === $BigInt ? $BigInt("0") : 0;
                    object.occurrences = 0;
                    object.restricted = false;
                    object.simulated = false;
                    object.catalogueVersion = "";
                    object.verdict = null;
                    if ($util.Long) {
                        let long = new $util.Long(0, 0, true);
                        object.clearedAt = options.longs === $String ? long.toString() : options.longs === $Number ? long.toNumber() : typeof $BigInt !== "undefined" && options.longs === $BigInt ? long.toBigInt() : long;
                    } else
                        object.clearedAt = options.longs === $String ? "0" : typeof $BigInt !== "undefined" && options.longs === $BigInt ? $BigInt("0") : 0;
                    if ($util.Long) {
                        let long = new $util.Long(0, 0, true);
                        object.closedAt = options.longs === $String ? long.toString() : options.longs === $Number ? long.toNumber() : typeof $BigInt !== "undefined" && options.longs === $BigInt ? long.toBigInt() : long;
                    } else
                        object.closedAt = options.longs === $String ? "0" : typeof $BigInt !== "undefined" && options.longs === $BigInt ? $BigInt("0") : 0;
                    object.previousCaseNo = "";
                    object.stepName = null;
                    object.phase = null;
                    object.layer = "";
                    object.line = "";
                    object.handlingLevel = "";
                    object.escalation = 0;
                    object.emergencyFlow = 0;
                    object.autoAccept = false;
                    object.dutyHint = null;
                    object.incidentNo = "";
                    object.mergedInto = "";
                    object.verification = null;
                    if ($util.Long) {
                        let long = new $util.Long(0, 0, true);
                        object.shelvedUntil = options.longs === $String ? long.toString() : options.longs === $Number ? long.toNumber() : typeof $BigInt !== "undefined" && options.longs === $BigInt ? long.toBigInt() : long;
                    } else
                        object.shelvedUntil = options.longs === $String ? "0" : typeof $BigInt !== "undefined" && options.longs === $BigInt ? $BigInt("0") : 0;
                    if ($util.Long) {
                        let long = new $util.Long(0, 0, true);
                        object.disposedAt = options.longs === $String ? long.toString() : options.longs === $Number ? long.toNumber() : typeof $BigInt !== "undefined" && options.longs === $BigInt ? long.toBigInt() : long;
                    } else
                        object.disposedAt = options.longs === $String ? "0" : typeof $BigInt !== "undefined" && options.longs === $BigInt ? $BigInt("0") : 0;
                    object.mode = "";
                }
                if (message.caseNo != null && $Object.hasOwnProperty.call(message, "caseNo"))
                    object.caseNo = message.caseNo;
                if (message.candidateId != null && $Object.hasOwnProperty.call(message, "candidateId"))
                    object.candidateId = message.candidateId;
                if (message.categoryCode != null && $Object.hasOwnProperty.call(message, "categoryCode"))
                    object.categoryCode = message.categoryCode;
                if (message.categoryName != null && $Object.hasOwnProperty.call(message, "categoryName"))
                    object.categoryName = $root.gridwarden.v1.Name.toObject(message.categoryName, options, _depth + 1);
                if (message.kind != null && $Object.hasOwnProperty.call(message, "kind"))
                    object.kind = options.enums === $String ? $root.gridwarden.v1.CaseKind[message.kind] === $undefined ? message.kind : $root.gridwarden.v1.CaseKind[message.kind] : message.kind;
                if (message.severity != null && $Object.hasOwnProperty.call(message, "severity"))
                    object.severity = message.severity;
                if (message.certainty != null && $Object.hasOwnProperty.call(message, "certainty"))
                    object.certainty = options.json && !$isFinite(message.certainty) ? $String(message.certainty) : message.certainty;
                if (message.step != null && $Object.hasOwnProperty.call(message, "step"))
                    object.step = message.step;
                if (message.subState != null && $Object.hasOwnProperty.call(message, "subState"))
                    object.subState = message.subState;
                if (message.location != null && $Object.hasOwnProperty.call(message, "location"))
                    object.location = $root.gridwarden.v1.Position.toObject(message.location, options, _depth + 1);
                if (message.gridCode != null && $Object.hasOwnProperty.call(message, "gridCode"))
                    object.gridCode = message.gridCode;
                if (message.grids && message.grids.length) {
                    object.grids = $Array(message.grids.length);
                    for (let j = 0; j < message.grids.length; ++j)
                        object.grids[j] = $root.gridwarden.v1.GridRef.toObject(message.grids[j], options, _depth + 1);
                }
                if (message.responsibleDept != null && $Object.hasOwnProperty.call(message, "responsibleDept"))
                    object.responsibleDept = message.responsibleDept;
                if (message.responderRole != null && $Object.hasOwnProperty.call(message, "responderRole"))
                    object.responderRole = message.responderRole;
                if (message.orgCode != null && $Object.hasOwnProperty.call(message, "orgCode"))
                    object.orgCode = message.orgCode;
                if (message.responseDeadline != null && $Object.hasOwnProperty.call(message, "responseDeadline"))
                    if (typeof $BigInt !== "undefined" && options.longs === $BigInt)
                        object.responseDeadline = typeof message.responseDeadline === "number" ? $BigInt(message.responseDeadline) : $util.Long.fromBits(message.responseDeadline.low >>> 0, message.responseDeadline.high >>> 0, true).toBigInt();
                    else if (typeof message.responseDeadline === "number")
                        object.responseDeadline = options.longs === $String ? $String(message.responseDeadline) : message.responseDeadline;
                    else
                        object.responseDeadline = options.longs === $String ? $util.Long.prototype.toString.call(message.responseDeadline) : options.longs === $Number ? new $util.LongBits(message.responseDeadline.low >>> 0, message.responseDeadline.high >>> 0).toNumber(true) : message.responseDeadline;
                if (message.disposalDeadline != null && $Object.hasOwnProperty.call(message, "disposalDeadline"))
                    if (typeof $BigInt !== "undefined" && options.longs === $BigInt)
                        object.disposalDeadline = typeof message.disposalDeadline === "number" ? $BigInt(message.disposalDeadline) : $util.Long.fromBits(message.disposalDeadline.low >>> 0, message.disposalDeadline.high >>> 0, true).toBigInt();
                    else if (typeof message.disposalDeadline === "number")
                        object.disposalDeadline = options.longs === $String ? $String(message.disposalDeadline) : message.disposalDeadline;
                    else
                        object.disposalDeadline = options.longs === $String ? $util.Long.prototype.toString.call(message.disposalDeadline) : options.longs === $Number ? new $util.LongBits(message.disposalDeadline.low >>> 0, message.disposalDeadline.high >>> 0).toNumber(true) : message.disposalDeadline;
                if (message.firstAt != null && $Object.hasOwnProperty.call(message, "firstAt"))
                    if (typeof $BigInt !== "undefined" && options.longs === $BigInt)
                        object.firstAt = typeof message.firstAt === "number" ? $BigInt(message.firstAt) : $util.Long.fromBits(message.firstAt.low >>> 0, message.firstAt.high >>> 0, true).toBigInt();
                    else if (typeof message.firstAt === "number")
                        object.firstAt = options.longs === $String ? $String(message.firstAt) : message.firstAt;
                    else
                        object.firstAt = options.longs === $String ? $util.Long.prototype.toString.call(message.firstAt) : options.longs === $Number ? new $util.LongBits(message.firstAt.low >>> 0, message.firstAt.high >>> 0).toNumber(true) : message.firstAt;
                if (message.lastAt != null && $Object.hasOwnProperty.call(message, "lastAt"))
                    if (typeof $BigInt !== "undefined" && options.longs === $BigInt)
                        object.lastAt = typeof message.lastAt === "number" ? $BigInt(message.lastAt) : $util.Long.fromBits(message.lastAt.low >>> 0, message.lastAt.high >>> 0, true).toBigInt();
                    else if (typeof message.lastAt === "number")
                        object.lastAt = options.longs === $String ? $String(message.lastAt) : message.lastAt;
                    else
                        object.lastAt = options.longs === $String ? $util.Long.prototype.toString.call(message.lastAt) : options.longs === $Number ? new $util.LongBits(message.lastAt.low >>> 0, message.lastAt.high >>> 0).toNumber(true) : message.lastAt;
                if (message.raisedAt != null && $Object.hasOwnProperty.call(message, "raisedAt"))
                    if (typeof $BigInt !== "undefined" && options.longs === $BigInt)
                        object.raisedAt = typeof message.raisedAt === "number" ? $BigInt(message.raisedAt) : $util.Long.fromBits(message.raisedAt.low >>> 0, message.raisedAt.high >>> 0, true).toBigInt();
                    else if (typeof message.raisedAt === "number")
                        object.raisedAt = options.longs === $String ? $String(message.raisedAt) : message.raisedAt;
                    else
                        object.raisedAt = options.longs === $String ? $util.Long.prototype.toString.call(message.raisedAt) : options.longs === $Number ? new $util.LongBits(message.raisedAt.low >>> 0, message.raisedAt.high >>> 0).toNumber(true) : message.raisedAt;
                if (message.devices && message.devices.length) {
                    object.devices = $Array(message.devices.length);
                    for (let j = 0; j < message.devices.length; ++j)
                        object.devices[j] = message.devices[j];
                }
                if (message.occurrences != null && $Object.hasOwnProperty.call(message, "occurrences"))
                    object.occurrences = message.occurrences;
                if (message.evidence && message.evidence.length) {
                    object.evidence = $Array(message.evidence.length);
                    for (let j = 0; j < message.evidence.length; ++j)
                        object.evidence[j] = $root.gridwarden.v1.Evidence.toObject(message.evidence[j], options, _depth + 1);
                }
                if (message.restricted != null && $Object.hasOwnProperty.call(message, "restricted"))
                    object.restricted = message.restricted;
                if (message.simulated != null && $Object.hasOwnProperty.call(message, "simulated"))
                    object.simulated = message.simulated;
                if (message.catalogueVersion != null && $Object.hasOwnProperty.call(message, "catalogueVersion"))
                    object.catalogueVersion = message.catalogueVersion;
                if (message.verdict != null && $Object.hasOwnProperty.call(message, "verdict"))
                    object.verdict = $root.gridwarden.v1.RuleVerdict.toObject(message.verdict, options, _depth + 1);
                if (message.clearedAt != null && $Object.hasOwnProperty.call(message, "clearedAt"))
                    if (typeof $BigInt !== "undefined" && options.longs === $BigInt)
                        object.clearedAt = typeof message.clearedAt === "number" ? $BigInt(message.clearedAt) : $util.Long.fromBits(message.clearedAt.low >>> 0, message.clearedAt.high >>> 0, true).toBigInt();
                    else if (typeof message.clearedAt === "number")
                        object.clearedAt = options.longs === $String ? $String(message.clearedAt) : message.clearedAt;
                    else
                        object.clearedAt = options.longs === $String ? $util.Long.prototype.toString.call(message.clearedAt) : options.longs === $Number ? new $util.LongBits(message.clearedAt.low >>> 0, message.clearedAt.high >>> 0).toNumber(true) : message.clearedAt;
                if (message.closedAt != null && $Object.hasOwnProperty.call(message, "closedAt"))
                    if (typeof $BigInt !== "undefined" && options.longs === $BigInt)
                        object.closedAt = typeof message.closedAt === "number" ? $BigInt(message.closedAt) : $util.Long.fromBits(message.closedAt.low >>> 0, message.closedAt.high >>> 0, true).toBigInt();
                    else if (typeof message.closedAt === "number")
                        object.closedAt = options.longs === $String ? $String(message.closedAt) : message.closedAt;
                    else
                        object.closedAt = options.longs === $String ? $util.Long.prototype.toString.call(message.closedAt) : options.longs === $Number ? new $util.LongBits(message.closedAt.low >>> 0, message.closedAt.high >>> 0).toNumber(true) : message.closedAt;
                if (message.previousCaseNo != null && $Object.hasOwnProperty.call(message, "previousCaseNo"))
                    object.previousCaseNo = message.previousCaseNo;
                if (message.stepName != null && $Object.hasOwnProperty.call(message, "stepName"))
                    object.stepName = $root.gridwarden.v1.Name.toObject(message.stepName, options, _depth + 1);
                if (message.phase != null && $Object.hasOwnProperty.call(message, "phase"))
                    object.phase = $root.gridwarden.v1.Phase.toObject(message.phase, options, _depth + 1);
                if (message.layer != null && $Object.hasOwnProperty.call(message, "layer"))
                    object.layer = message.layer;
                if (message.line != null && $Object.hasOwnProperty.call(message, "line"))
                    object.line = message.line;
                if (message.handlingLevel != null && $Object.hasOwnProperty.call(message, "handlingLevel"))
                    object.handlingLevel = message.handlingLevel;
                if (message.escalation != null && $Object.hasOwnProperty.call(message, "escalation"))
                    object.escalation = message.escalation;
                if (message.recipients && message.recipients.length) {
                    object.recipients = $Array(message.recipients.length);
                    for (let j = 0; j < message.recipients.length; ++j)
                        object.recipients[j] = message.recipients[j];
                }
                if (message.emergencyFlow != null && $Object.hasOwnProperty.call(message, "emergencyFlow"))
                    object.emergencyFlow = message.emergencyFlow;
                if (message.autoAccept != null && $Object.hasOwnProperty.call(message, "autoAccept"))
                    object.autoAccept = message.autoAccept;
                if (message.dutyHint != null && $Object.hasOwnProperty.call(message, "dutyHint"))
                    object.dutyHint = $root.gridwarden.v1.DutyHint.toObject(message.dutyHint, options, _depth + 1);
                if (message.incidentNo != null && $Object.hasOwnProperty.call(message, "incidentNo"))
                    object.incidentNo = message.incidentNo;
                if (message.parts && message.parts.length) {
                    object.parts = $Array(message.parts.length);
                    for (let j = 0; j < message.parts.length; ++j)
                        object.parts[j] = message.parts[j];
                }
                if (message.mergedInto != null && $Object.hasOwnProperty.call(message, "mergedInto"))
                    object.mergedInto = message.mergedInto;
                if (message.verification != null && $Object.hasOwnProperty.call(message, "verification"))
                    object.verification = $root.gridwarden.v1.Verification.toObject(message.verification, options, _depth + 1);
                if (message.shelvedUntil != null && $Object.hasOwnProperty.call(message, "shelvedUntil"))
                    if (typeof $BigInt !== "undefined" && options.longs === $BigInt)
                        object.shelvedUntil = typeof message.shelvedUntil === "number" ? $BigInt(message.shelvedUntil) : $util.Long.fromBits(message.shelvedUntil.low >>> 0, message.shelvedUntil.high >>> 0, true).toBigInt();
                    else if (typeof message.shelvedUntil === "number")
                        object.shelvedUntil = options.longs === $String ? $String(message.shelvedUntil) : message.shelvedUntil;
                    else
                        object.shelvedUntil = options.longs === $String ? $util.Long.prototype.toString.call(message.shelvedUntil) : options.longs === $Number ? new $util.LongBits(message.shelvedUntil.low >>> 0, message.shelvedUntil.high >>> 0).toNumber(true) : message.shelvedUntil;
                if (message.disposedAt != null && $Object.hasOwnProperty.call(message, "disposedAt"))
                    if (typeof $BigInt !== "undefined" && options.longs === $BigInt)
                        object.disposedAt = typeof message.disposedAt === "number" ? $BigInt(message.disposedAt) : $util.Long.fromBits(message.disposedAt.low >>> 0, message.disposedAt.high >>> 0, true).toBigInt();
                    else if (typeof message.disposedAt === "number")
                        object.disposedAt = options.longs === $String ? $String(message.disposedAt) : message.disposedAt;
                    else
                        object.disposedAt = options.longs === $String ? $util.Long.prototype.toString.call(message.disposedAt) : options.longs === $Number ? new $util.LongBits(message.disposedAt.low >>> 0, message.disposedAt.high >>> 0).toNumber(true) : message.disposedAt;
                if (message.mode != null && $Object.hasOwnProperty.call(message, "mode"))
                    object.mode = message.mode;
                return object;
            };

            /**
             * Converts this Case to JSON.
             * @function toJSON
             * @memberof gridwarden.v1.Case
             * @instance
             * @returns {Object.<string,*>} JSON object
             */
            Case.prototype.toJSON = function() {
                return Case.toObject(this, $protobuf.util.toJSONOptions);
            };

            /**
             * Gets the type url for Case
             * @function getTypeUrl
             * @memberof gridwarden.v1.Case
             * @static
             * @param {string} [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns {string} The type url
             */
            Case.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/gridwarden.v1.Case";
            };

            return Case;
        })();

        v1.CaseEvent = (function() {

            /**
             * Properties of a CaseEvent.
             * @typedef {Object} gridwarden.v1.CaseEvent.$Properties
             * @property {string|null} [id] CaseEvent id
             * @property {number|null} [sequence] CaseEvent sequence
             * @property {string|null} [type] CaseEvent type
             * @property {number|null} [at] CaseEvent at
             * @property {gridwarden.v1.Case.$Properties|null} ["case"] CaseEvent case
             * @property {string|null} [reason] CaseEvent reason
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a CaseEvent.
             * @memberof gridwarden.v1
             * @interface ICaseEvent
             * @augments gridwarden.v1.CaseEvent.$Properties
             * @deprecated Use gridwarden.v1.CaseEvent.$Properties instead.
             */

            /**
             * Shape of a CaseEvent.
             * @typedef {{
             *   id?: string|null;
             *   sequence?: number|null;
             *   type?: string|null;
             *   at?: number|null;
             *   "case"?: gridwarden.v1.Case.$Shape|null;
             *   reason?: string|null;
             *   $unknowns?: Array.<Uint8Array>;
             * }} gridwarden.v1.CaseEvent.$Shape
             */

            /**
             * Constructs a new CaseEvent.
             * @memberof gridwarden.v1
             * @classdesc Represents a CaseEvent.
             * @constructor
             * @param {gridwarden.v1.CaseEvent.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const CaseEvent = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * CaseEvent id.
             * @member {string} id
             * @memberof gridwarden.v1.CaseEvent
             * @instance
             */
            CaseEvent.prototype.id = "";

            /**
             * CaseEvent sequence.
             * @member {number} sequence
             * @memberof gridwarden.v1.CaseEvent
             * @instance
             */
            CaseEvent.prototype.sequence = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            /**
             * CaseEvent type.
             * @member {string} type
             * @memberof gridwarden.v1.CaseEvent
             * @instance
             */
            CaseEvent.prototype.type = "";

            /**
             * CaseEvent at.
             * @member {number} at
             * @memberof gridwarden.v1.CaseEvent
             * @instance
             */
            CaseEvent.prototype.at = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            /**
             * CaseEvent case.
             * @member {gridwarden.v1.Case.$Properties|null|undefined} case
             * @memberof gridwarden.v1.CaseEvent
             * @instance
             */
            CaseEvent.prototype["case"] = null;

            /**
             * CaseEvent reason.
             * @member {string} reason
             * @memberof gridwarden.v1.CaseEvent
             * @instance
             */
            CaseEvent.prototype.reason = "";

            /**
             * Creates a new CaseEvent instance using the specified properties.
             * @function create
             * @memberof gridwarden.v1.CaseEvent
             * @static
             * @param {gridwarden.v1.CaseEvent.$Properties=} [properties] Properties to set
             * @returns {gridwarden.v1.CaseEvent} CaseEvent instance
             * @type {{
             *   (properties: gridwarden.v1.CaseEvent.$Shape): gridwarden.v1.CaseEvent & gridwarden.v1.CaseEvent.$Shape;
             *   (properties?: gridwarden.v1.CaseEvent.$Properties): gridwarden.v1.CaseEvent;
             * }}
             */
            CaseEvent.create = function(properties) {
                return new CaseEvent(properties);
            };

            /**
             * Encodes the specified CaseEvent message. Does not implicitly {@link gridwarden.v1.CaseEvent.verify|verify} messages.
             * @function encode
             * @memberof gridwarden.v1.CaseEvent
             * @static
             * @param {gridwarden.v1.CaseEvent.$Properties} message CaseEvent message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            CaseEvent.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.id != null && $Object.hasOwnProperty.call(message, "id") && message.id !== "")
                    writer.uint32(/* id 1, wireType 2 =*/10).string(message.id);
                if (message.sequence != null && $Object.hasOwnProperty.call(message, "sequence") && (typeof message.sequence === "object" ? message.sequence.low || message.sequence.high : message.sequence !== 0))
                    writer.uint32(/* id 2, wireType 0 =*/16).uint64(message.sequence);
                if (message.type != null && $Object.hasOwnProperty.call(message, "type") && message.type !== "")
                    writer.uint32(/* id 3, wireType 2 =*/26).string(message.type);
                if (message.at != null && $Object.hasOwnProperty.call(message, "at") && (typeof message.at === "object" ? message.at.low || message.at.high : message.at !== 0))
                    writer.uint32(/* id 4, wireType 1 =*/33).fixed64(message.at);
                if (message["case"] != null && $Object.hasOwnProperty.call(message, "case"))
                    $root.gridwarden.v1.Case.encode(message["case"], writer.uint32(/* id 5, wireType 2 =*/42).fork(), _depth + 1).ldelim();
                if (message.reason != null && $Object.hasOwnProperty.call(message, "reason") && message.reason !== "")
                    writer.uint32(/* id 6, wireType 2 =*/50).string(message.reason);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a CaseEvent message from the specified reader or buffer.
             * @function decode
             * @memberof gridwarden.v1.CaseEvent
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {gridwarden.v1.CaseEvent & gridwarden.v1.CaseEvent.$Shape} CaseEvent
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            CaseEvent.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.gridwarden.v1.CaseEvent();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.id = value;
                            else
                                delete message.id;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.sequence = value;
                            else
                                delete message.sequence;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.type = value;
                            else
                                delete message.type;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 1)
                                break;
                            if (typeof (value = reader.fixed64()) === "object" ? value.low || value.high : value !== 0)
                                message.at = value;
                            else
                                delete message.at;
                            continue;
                        }
                    case 5: {
                            if (wireType !== 2)
                                break;
                            message["case"] = $root.gridwarden.v1.Case.decode(reader, reader.size(), $undefined, _depth + 1, message["case"]);
                            continue;
                        }
                    case 6: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.reason = value;
                            else
                                delete message.reason;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            /**
             * Verifies a CaseEvent message.
             * @function verify
             * @memberof gridwarden.v1.CaseEvent
             * @static
             * @param {Object.<string,*>} message Plain object to verify
             * @returns {string|null} `null` if valid, otherwise the reason why it is not
             */
            CaseEvent.verify = function (message, _depth) {
                if (typeof message !== "object" || message === null)
                    return "object expected";
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    return "max depth exceeded";
                if (message.id != null && $Object.hasOwnProperty.call(message, "id"))
                    if (!$util.isString(message.id))
                        return "id: string expected";
                if (message.sequence != null && $Object.hasOwnProperty.call(message, "sequence"))
                    if (!$util.isInteger(message.sequence) && !(message.sequence && $util.isInteger(message.sequence.low) && $util.isInteger(message.sequence.high)))
                        return "sequence: integer|Long expected";
                if (message.type != null && $Object.hasOwnProperty.call(message, "type"))
                    if (!$util.isString(message.type))
                        return "type: string expected";
                if (message.at != null && $Object.hasOwnProperty.call(message, "at"))
                    if (!$util.isInteger(message.at) && !(message.at && $util.isInteger(message.at.low) && $util.isInteger(message.at.high)))
                        return "at: integer|Long expected";
                if (message["case"] != null && $Object.hasOwnProperty.call(message, "case")) {
                    let error = $root.gridwarden.v1.Case.verify(message["case"], _depth + 1);
                    if (error)
                        return "case." + error;
                }
                if (message.reason != null && $Object.hasOwnProperty.call(message, "reason"))
                    if (!$util.isString(message.reason))
                        return "reason: string expected";
                return null;
            };

            /**
             * Creates a CaseEvent message from a plain object. Also converts values to their respective internal types.
             * @function fromObject
             * @memberof gridwarden.v1.CaseEvent
             * @static
             * @param {Object.<string,*>} object Plain object
             * @returns {gridwarden.v1.CaseEvent} CaseEvent
             */
            CaseEvent.fromObject = function (object, _depth) {
                if (object instanceof $root.gridwarden.v1.CaseEvent)
                    return object;
                if (!$util.isObject(object))
                    throw $TypeError(".gridwarden.v1.CaseEvent: object expected");
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let message = new $root.gridwarden.v1.CaseEvent();
                if (object.id != null)
                    if (typeof object.id !== "string" || object.id.length)
                        message.id = $String(object.id);
                if (object.sequence != null)
                    if (typeof object.sequence === "object" ? object.sequence.low || object.sequence.high : $Number(object.sequence) !== 0)
                        if ($util.Long)
                            message.sequence = $util.Long.fromValue(object.sequence, true);
                        else if (typeof object.sequence === "string")
                            message.sequence = $parseInt(object.sequence, 10);
                        else if (typeof object.sequence === "number")
                            message.sequence = object.sequence;
                        else if (typeof object.sequence === "object")
                            message.sequence = new $util.LongBits(object.sequence.low >>> 0, object.sequence.high >>> 0).toNumber(true);
                if (object.type != null)
                    if (typeof object.type !== "string" || object.type.length)
                        message.type = $String(object.type);
                if (object.at != null)
                    if (typeof object.at === "object" ? object.at.low || object.at.high : $Number(object.at) !== 0)
                        if ($util.Long)
                            message.at = $util.Long.fromValue(object.at, true);
                        else if (typeof object.at === "string")
                            message.at = $parseInt(object.at, 10);
                        else if (typeof object.at === "number")
                            message.at = object.at;
                        else if (typeof object.at === "object")
                            message.at = new $util.LongBits(object.at.low >>> 0, object.at.high >>> 0).toNumber(true);
                if (object["case"] != null) {
                    if (!$util.isObject(object["case"]))
                        throw $TypeError(".gridwarden.v1.CaseEvent.case: object expected");
                    message["case"] = $root.gridwarden.v1.Case.fromObject(object["case"], _depth + 1);
                }
                if (object.reason != null)
                    if (typeof object.reason !== "string" || object.reason.length)
                        message.reason = $String(object.reason);
                return message;
            };

            /**
             * Creates a plain object from a CaseEvent message. Also converts values to other types if specified.
             * @function toObject
             * @memberof gridwarden.v1.CaseEvent
             * @static
             * @param {gridwarden.v1.CaseEvent} message CaseEvent
             * @param {$protobuf.IConversionOptions} [options] Conversion options
             * @returns {Object.<string,*>} Plain object
             */
            CaseEvent.toObject = function (message, options, _depth) {
                if (!options)
                    options = {};
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let object = {};
                if (options.defaults) {
                    object.id = "";
                    if ($util.Long) {
                        let long = new $util.Long(0, 0, true);
                        object.sequence = options.longs === $String ? long.toString() : options.longs === $Number ? long.toNumber() : typeof $BigInt !== "undefined" && options.longs === $BigInt ? long.toBigInt() : long;
                    } else
                        object.sequence = options.longs === $String ? "0" : typeof $BigInt !== "undefined" && options.longs === $BigInt ? $BigInt("0") : 0;
                    object.type = "";
                    if ($util.Long) {
                        let long = new $util.Long(0, 0, true);
                        object.at = options.longs === $String ? long.toString() : options.longs === $Number ? long.toNumber() : typeof $BigInt !== "undefined" && options.longs === $BigInt ? long.toBigInt() : long;
                    } else
                        object.at = options.longs === $String ? "0" : typeof $BigInt !== "undefined" && options.longs === $BigInt ? $BigInt("0") : 0;
                    object["case"] = null;
                    object.reason = "";
                }
                if (message.id != null && $Object.hasOwnProperty.call(message, "id"))
                    object.id = message.id;
                if (message.sequence != null && $Object.hasOwnProperty.call(message, "sequence"))
                    if (typeof $BigInt !== "undefined" && options.longs === $BigInt)
                        object.sequence = typeof message.sequence === "number" ? $BigInt(message.sequence) : $util.Long.fromBits(message.sequence.low >>> 0, message.sequence.high >>> 0, true).toBigInt();
                    else if (typeof message.sequence === "number")
                        object.sequence = options.longs === $String ? $String(message.sequence) : message.sequence;
                    else
                        object.sequence = options.longs === $String ? $util.Long.prototype.toString.call(message.sequence) : options.longs === $Number ? new $util.LongBits(message.sequence.low >>> 0, message.sequence.high >>> 0).toNumber(true) : message.sequence;
                if (message.type != null && $Object.hasOwnProperty.call(message, "type"))
                    object.type = message.type;
                if (message.at != null && $Object.hasOwnProperty.call(message, "at"))
                    if (typeof $BigInt !== "undefined" && options.longs === $BigInt)
                        object.at = typeof message.at === "number" ? $BigInt(message.at) : $util.Long.fromBits(message.at.low >>> 0, message.at.high >>> 0, true).toBigInt();
                    else if (typeof message.at === "number")
                        object.at = options.longs === $String ? $String(message.at) : message.at;
                    else
                        object.at = options.longs === $String ? $util.Long.prototype.toString.call(message.at) : options.longs === $Number ? new $util.LongBits(message.at.low >>> 0, message.at.high >>> 0).toNumber(true) : message.at;
                if (message["case"] != null && $Object.hasOwnProperty.call(message, "case"))
                    object["case"] = $root.gridwarden.v1.Case.toObject(message["case"], options, _depth + 1);
                if (message.reason != null && $Object.hasOwnProperty.call(message, "reason"))
                    object.reason = message.reason;
                return object;
            };

            /**
             * Converts this CaseEvent to JSON.
             * @function toJSON
             * @memberof gridwarden.v1.CaseEvent
             * @instance
             * @returns {Object.<string,*>} JSON object
             */
            CaseEvent.prototype.toJSON = function() {
                return CaseEvent.toObject(this, $protobuf.util.toJSONOptions);
            };

            /**
             * Gets the type url for CaseEvent
             * @function getTypeUrl
             * @memberof gridwarden.v1.CaseEvent
             * @static
             * @param {string} [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns {string} The type url
             */
            CaseEvent.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/gridwarden.v1.CaseEvent";
            };

            return CaseEvent;
        })();

        v1.Position = (function() {

            /**
             * Properties of a Position.
             * @typedef {Object} gridwarden.v1.Position.$Properties
             * @property {number|null} [lon] Position lon
             * @property {number|null} [lat] Position lat
             * @property {string|null} [crs] Position crs
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a Position.
             * @memberof gridwarden.v1
             * @interface IPosition
             * @augments gridwarden.v1.Position.$Properties
             * @deprecated Use gridwarden.v1.Position.$Properties instead.
             */

            /**
             * Shape of a Position.
             * @typedef {gridwarden.v1.Position.$Properties} gridwarden.v1.Position.$Shape
             */

            /**
             * Constructs a new Position.
             * @memberof gridwarden.v1
             * @classdesc Represents a Position.
             * @constructor
             * @param {gridwarden.v1.Position.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const Position = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * Position lon.
             * @member {number} lon
             * @memberof gridwarden.v1.Position
             * @instance
             */
            Position.prototype.lon = 0;

            /**
             * Position lat.
             * @member {number} lat
             * @memberof gridwarden.v1.Position
             * @instance
             */
            Position.prototype.lat = 0;

            /**
             * Position crs.
             * @member {string} crs
             * @memberof gridwarden.v1.Position
             * @instance
             */
            Position.prototype.crs = "";

            /**
             * Creates a new Position instance using the specified properties.
             * @function create
             * @memberof gridwarden.v1.Position
             * @static
             * @param {gridwarden.v1.Position.$Properties=} [properties] Properties to set
             * @returns {gridwarden.v1.Position} Position instance
             * @type {{
             *   (properties: gridwarden.v1.Position.$Shape): gridwarden.v1.Position & gridwarden.v1.Position.$Shape;
             *   (properties?: gridwarden.v1.Position.$Properties): gridwarden.v1.Position;
             * }}
             */
            Position.create = function(properties) {
                return new Position(properties);
            };

            /**
             * Encodes the specified Position message. Does not implicitly {@link gridwarden.v1.Position.verify|verify} messages.
             * @function encode
             * @memberof gridwarden.v1.Position
             * @static
             * @param {gridwarden.v1.Position.$Properties} message Position message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            Position.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.lon != null && $Object.hasOwnProperty.call(message, "lon") && !$Object.is(message.lon, 0))
                    writer.uint32(/* id 1, wireType 1 =*/9).double(message.lon);
                if (message.lat != null && $Object.hasOwnProperty.call(message, "lat") && !$Object.is(message.lat, 0))
                    writer.uint32(/* id 2, wireType 1 =*/17).double(message.lat);
                if (message.crs != null && $Object.hasOwnProperty.call(message, "crs") && message.crs !== "")
                    writer.uint32(/* id 3, wireType 2 =*/26).string(message.crs);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a Position message from the specified reader or buffer.
             * @function decode
             * @memberof gridwarden.v1.Position
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {gridwarden.v1.Position & gridwarden.v1.Position.$Shape} Position
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            Position.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.gridwarden.v1.Position();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 1)
                                break;
                            if (!$Object.is(value = reader.double(), 0))
                                message.lon = value;
                            else
                                delete message.lon;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 1)
                                break;
                            if (!$Object.is(value = reader.double(), 0))
                                message.lat = value;
                            else
                                delete message.lat;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.crs = value;
                            else
                                delete message.crs;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            /**
             * Verifies a Position message.
             * @function verify
             * @memberof gridwarden.v1.Position
             * @static
             * @param {Object.<string,*>} message Plain object to verify
             * @returns {string|null} `null` if valid, otherwise the reason why it is not
             */
            Position.verify = function (message, _depth) {
                if (typeof message !== "object" || message === null)
                    return "object expected";
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    return "max depth exceeded";
                if (message.lon != null && $Object.hasOwnProperty.call(message, "lon"))
                    if (typeof message.lon !== "number")
                        return "lon: number expected";
                if (message.lat != null && $Object.hasOwnProperty.call(message, "lat"))
                    if (typeof message.lat !== "number")
                        return "lat: number expected";
                if (message.crs != null && $Object.hasOwnProperty.call(message, "crs"))
                    if (!$util.isString(message.crs))
                        return "crs: string expected";
                return null;
            };

            /**
             * Creates a Position message from a plain object. Also converts values to their respective internal types.
             * @function fromObject
             * @memberof gridwarden.v1.Position
             * @static
             * @param {Object.<string,*>} object Plain object
             * @returns {gridwarden.v1.Position} Position
             */
            Position.fromObject = function (object, _depth) {
                if (object instanceof $root.gridwarden.v1.Position)
                    return object;
                if (!$util.isObject(object))
                    throw $TypeError(".gridwarden.v1.Position: object expected");
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let message = new $root.gridwarden.v1.Position();
                if (object.lon != null)
                    if (!$Object.is($Number(object.lon), 0))
                        message.lon = $Number(object.lon);
                if (object.lat != null)
                    if (!$Object.is($Number(object.lat), 0))
                        message.lat = $Number(object.lat);
                if (object.crs != null)
                    if (typeof object.crs !== "string" || object.crs.length)
                        message.crs = $String(object.crs);
                return message;
            };

            /**
             * Creates a plain object from a Position message. Also converts values to other types if specified.
             * @function toObject
             * @memberof gridwarden.v1.Position
             * @static
             * @param {gridwarden.v1.Position} message Position
             * @param {$protobuf.IConversionOptions} [options] Conversion options
             * @returns {Object.<string,*>} Plain object
             */
            Position.toObject = function (message, options, _depth) {
                if (!options)
                    options = {};
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let object = {};
                if (options.defaults) {
                    object.lon = 0;
                    object.lat = 0;
                    object.crs = "";
                }
                if (message.lon != null && $Object.hasOwnProperty.call(message, "lon"))
                    object.lon = options.json && !$isFinite(message.lon) ? $String(message.lon) : message.lon;
                if (message.lat != null && $Object.hasOwnProperty.call(message, "lat"))
                    object.lat = options.json && !$isFinite(message.lat) ? $String(message.lat) : message.lat;
                if (message.crs != null && $Object.hasOwnProperty.call(message, "crs"))
                    object.crs = message.crs;
                return object;
            };

            /**
             * Converts this Position to JSON.
             * @function toJSON
             * @memberof gridwarden.v1.Position
             * @instance
             * @returns {Object.<string,*>} JSON object
             */
            Position.prototype.toJSON = function() {
                return Position.toObject(this, $protobuf.util.toJSONOptions);
            };

            /**
             * Gets the type url for Position
             * @function getTypeUrl
             * @memberof gridwarden.v1.Position
             * @static
             * @param {string} [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns {string} The type url
             */
            Position.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/gridwarden.v1.Position";
            };

            return Position;
        })();

        v1.ChannelValue = (function() {

            /**
             * Properties of a ChannelValue.
             * @typedef {Object} gridwarden.v1.ChannelValue.$Properties
             * @property {number|null} [number] ChannelValue number
             * @property {boolean|null} [flag] ChannelValue flag
             * @property {string|null} [text] ChannelValue text
             * @property {"number"|"flag"|"text"} [value] ChannelValue value
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a ChannelValue.
             * @memberof gridwarden.v1
             * @interface IChannelValue
             * @augments gridwarden.v1.ChannelValue.$Properties
             * @deprecated Use gridwarden.v1.ChannelValue.$Properties instead.
             */

            /**
             * Narrowed shape of a ChannelValue.
             * @typedef {{
             *   number?: number|null;
             *   flag?: boolean|null;
             *   text?: string|null;
             *   $unknowns?: Array.<Uint8Array>;
             * } & (
             *   ({ value?: undefined; number?: null; flag?: null; text?: null }|{ value?: "number"; number: number; flag?: null; text?: null }|{ value?: "flag"; number?: null; flag: boolean; text?: null }|{ value?: "text"; number?: null; flag?: null; text: string })
             * )} gridwarden.v1.ChannelValue.$Shape
             */

            /**
             * Constructs a new ChannelValue.
             * @memberof gridwarden.v1
             * @classdesc Represents a ChannelValue.
             * @constructor
             * @param {gridwarden.v1.ChannelValue.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const ChannelValue = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * ChannelValue number.
             * @member {number|null|undefined} number
             * @memberof gridwarden.v1.ChannelValue
             * @instance
             */
            ChannelValue.prototype.number = null;

            /**
             * ChannelValue flag.
             * @member {boolean|null|undefined} flag
             * @memberof gridwarden.v1.ChannelValue
             * @instance
             */
            ChannelValue.prototype.flag = null;

            /**
             * ChannelValue text.
             * @member {string|null|undefined} text
             * @memberof gridwarden.v1.ChannelValue
             * @instance
             */
            ChannelValue.prototype.text = null;

            // OneOf field names bound to virtual getters and setters
            let $oneOfFields;

            /**
             * ChannelValue value.
             * @member {"number"|"flag"|"text"|undefined} value
             * @memberof gridwarden.v1.ChannelValue
             * @instance
             */
            $Object.defineProperty(ChannelValue.prototype, "value", {
                get: $util.oneOfGetter($oneOfFields = ["number", "flag", "text"]),
                set: $util.oneOfSetter($oneOfFields)
            });

            /**
             * Creates a new ChannelValue instance using the specified properties.
             * @function create
             * @memberof gridwarden.v1.ChannelValue
             * @static
             * @param {gridwarden.v1.ChannelValue.$Properties=} [properties] Properties to set
             * @returns {gridwarden.v1.ChannelValue} ChannelValue instance
             * @type {{
             *   (properties: gridwarden.v1.ChannelValue.$Shape): gridwarden.v1.ChannelValue & gridwarden.v1.ChannelValue.$Shape;
             *   (properties?: gridwarden.v1.ChannelValue.$Properties): gridwarden.v1.ChannelValue;
             * }}
             */
            ChannelValue.create = function(properties) {
                return new ChannelValue(properties);
            };

            /**
             * Encodes the specified ChannelValue message. Does not implicitly {@link gridwarden.v1.ChannelValue.verify|verify} messages.
             * @function encode
             * @memberof gridwarden.v1.ChannelValue
             * @static
             * @param {gridwarden.v1.ChannelValue.$Properties} message ChannelValue message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            ChannelValue.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.number != null && $Object.hasOwnProperty.call(message, "number"))
                    writer.uint32(/* id 1, wireType 1 =*/9).double(message.number);
                if (message.flag != null && $Object.hasOwnProperty.call(message, "flag"))
                    writer.uint32(/* id 2, wireType 0 =*/16).bool(message.flag);
                if (message.text != null && $Object.hasOwnProperty.call(message, "text"))
                    writer.uint32(/* id 3, wireType 2 =*/26).string(message.text);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a ChannelValue message from the specified reader or buffer.
             * @function decode
             * @memberof gridwarden.v1.ChannelValue
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {gridwarden.v1.ChannelValue & gridwarden.v1.ChannelValue.$Shape} ChannelValue
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            ChannelValue.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.gridwarden.v1.ChannelValue();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 1)
                                break;
                            message.number = reader.double();
                            message.value = "number";
                            continue;
                        }
                    case 2: {
                            if (wireType !== 0)
                                break;
                            message.flag = reader.bool();
                            message.value = "flag";
                            continue;
                        }
                    case 3: {
                            if (wireType !== 2)
                                break;
                            message.text = reader.stringVerify();
                            message.value = "text";
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            /**
             * Verifies a ChannelValue message.
             * @function verify
             * @memberof gridwarden.v1.ChannelValue
             * @static
             * @param {Object.<string,*>} message Plain object to verify
             * @returns {string|null} `null` if valid, otherwise the reason why it is not
             */
            ChannelValue.verify = function (message, _depth) {
                if (typeof message !== "object" || message === null)
                    return "object expected";
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    return "max depth exceeded";
                let properties = {};
                if (message.number != null && $Object.hasOwnProperty.call(message, "number")) {
                    properties.value = 1;
                    if (typeof message.number !== "number")
                        return "number: number expected";
                }
                if (message.flag != null && $Object.hasOwnProperty.call(message, "flag")) {
                    if (properties.value === 1)
                        return "value: multiple values";
                    properties.value = 1;
                    if (typeof message.flag !== "boolean")
                        return "flag: boolean expected";
                }
                if (message.text != null && $Object.hasOwnProperty.call(message, "text")) {
                    if (properties.value === 1)
                        return "value: multiple values";
                    properties.value = 1;
                    if (!$util.isString(message.text))
                        return "text: string expected";
                }
                return null;
            };

            /**
             * Creates a ChannelValue message from a plain object. Also converts values to their respective internal types.
             * @function fromObject
             * @memberof gridwarden.v1.ChannelValue
             * @static
             * @param {Object.<string,*>} object Plain object
             * @returns {gridwarden.v1.ChannelValue} ChannelValue
             */
            ChannelValue.fromObject = function (object, _depth) {
                if (object instanceof $root.gridwarden.v1.ChannelValue)
                    return object;
                if (!$util.isObject(object))
                    throw $TypeError(".gridwarden.v1.ChannelValue: object expected");
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let message = new $root.gridwarden.v1.ChannelValue();
                if (object.number != null)
                    message.number = $Number(object.number);
                if (object.flag != null)
                    message.flag = $Boolean(object.flag);
                if (object.text != null)
                    message.text = $String(object.text);
                return message;
            };

            /**
             * Creates a plain object from a ChannelValue message. Also converts values to other types if specified.
             * @function toObject
             * @memberof gridwarden.v1.ChannelValue
             * @static
             * @param {gridwarden.v1.ChannelValue} message ChannelValue
             * @param {$protobuf.IConversionOptions} [options] Conversion options
             * @returns {Object.<string,*>} Plain object
             */
            ChannelValue.toObject = function (message, options, _depth) {
                if (!options)
                    options = {};
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let object = {};
                if (message.number != null && $Object.hasOwnProperty.call(message, "number")) {
                    object.number = options.json && !$isFinite(message.number) ? $String(message.number) : message.number;
                    if (options.oneofs)
                        object.value = "number";
                }
                if (message.flag != null && $Object.hasOwnProperty.call(message, "flag")) {
                    object.flag = message.flag;
                    if (options.oneofs)
                        object.value = "flag";
                }
                if (message.text != null && $Object.hasOwnProperty.call(message, "text")) {
                    object.text = message.text;
                    if (options.oneofs)
                        object.value = "text";
                }
                return object;
            };

            /**
             * Converts this ChannelValue to JSON.
             * @function toJSON
             * @memberof gridwarden.v1.ChannelValue
             * @instance
             * @returns {Object.<string,*>} JSON object
             */
            ChannelValue.prototype.toJSON = function() {
                return ChannelValue.toObject(this, $protobuf.util.toJSONOptions);
            };

            /**
             * Gets the type url for ChannelValue
             * @function getTypeUrl
             * @memberof gridwarden.v1.ChannelValue
             * @static
             * @param {string} [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns {string} The type url
             */
            ChannelValue.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/gridwarden.v1.ChannelValue";
            };

            return ChannelValue;
        })();

        v1.Telemetry = (function() {

            /**
             * Properties of a Telemetry.
             * @typedef {Object} gridwarden.v1.Telemetry.$Properties
             * @property {number|null} [ts] Telemetry ts
             * @property {number|null} [seq] Telemetry seq
             * @property {Object.<string,gridwarden.v1.ChannelValue.$Properties>|null} [values] Telemetry values
             * @property {gridwarden.v1.Position.$Properties|null} [position] Telemetry position
             * @property {boolean|null} [simulated] Telemetry simulated
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a Telemetry.
             * @memberof gridwarden.v1
             * @interface ITelemetry
             * @augments gridwarden.v1.Telemetry.$Properties
             * @deprecated Use gridwarden.v1.Telemetry.$Properties instead.
             */

            /**
             * Shape of a Telemetry.
             * @typedef {{
             *   ts?: number|null;
             *   seq?: number|null;
             *   values?: Object.<string,gridwarden.v1.ChannelValue.$Shape>|null;
             *   position?: gridwarden.v1.Position.$Shape|null;
             *   simulated?: boolean|null;
             *   $unknowns?: Array.<Uint8Array>;
             * }} gridwarden.v1.Telemetry.$Shape
             */

            /**
             * Constructs a new Telemetry.
             * @memberof gridwarden.v1
             * @classdesc Represents a Telemetry.
             * @constructor
             * @param {gridwarden.v1.Telemetry.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const Telemetry = function (properties) {
                this.values = {};
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * Telemetry ts.
             * @member {number} ts
             * @memberof gridwarden.v1.Telemetry
             * @instance
             */
            Telemetry.prototype.ts = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            /**
             * Telemetry seq.
             * @member {number|null|undefined} seq
             * @memberof gridwarden.v1.Telemetry
             * @instance
             */
            Telemetry.prototype.seq = null;

            /**
             * Telemetry values.
             * @member {Object.<string,gridwarden.v1.ChannelValue.$Properties>} values
             * @memberof gridwarden.v1.Telemetry
             * @instance
             */
            Telemetry.prototype.values = $util.emptyObject;

            /**
             * Telemetry position.
             * @member {gridwarden.v1.Position.$Properties|null|undefined} position
             * @memberof gridwarden.v1.Telemetry
             * @instance
             */
            Telemetry.prototype.position = null;

            /**
             * Telemetry simulated.
             * @member {boolean} simulated
             * @memberof gridwarden.v1.Telemetry
             * @instance
             */
            Telemetry.prototype.simulated = false;

            // OneOf field names bound to virtual getters and setters
            let $oneOfFields;

            // Virtual OneOf for proto3 optional field
            $Object.defineProperty(Telemetry.prototype, "_seq", {
                get: $util.oneOfGetter($oneOfFields = ["seq"]),
                set: $util.oneOfSetter($oneOfFields)
            });

            /**
             * Creates a new Telemetry instance using the specified properties.
             * @function create
             * @memberof gridwarden.v1.Telemetry
             * @static
             * @param {gridwarden.v1.Telemetry.$Properties=} [properties] Properties to set
             * @returns {gridwarden.v1.Telemetry} Telemetry instance
             * @type {{
             *   (properties: gridwarden.v1.Telemetry.$Shape): gridwarden.v1.Telemetry & gridwarden.v1.Telemetry.$Shape;
             *   (properties?: gridwarden.v1.Telemetry.$Properties): gridwarden.v1.Telemetry;
             * }}
             */
            Telemetry.create = function(properties) {
                return new Telemetry(properties);
            };

            /**
             * Encodes the specified Telemetry message. Does not implicitly {@link gridwarden.v1.Telemetry.verify|verify} messages.
             * @function encode
             * @memberof gridwarden.v1.Telemetry
             * @static
             * @param {gridwarden.v1.Telemetry.$Properties} message Telemetry message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            Telemetry.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.ts != null && $Object.hasOwnProperty.call(message, "ts") && (typeof message.ts === "object" ? message.ts.low || message.ts.high : message.ts !== 0))
                    writer.uint32(/* id 1, wireType 1 =*/9).fixed64(message.ts);
                if (message.seq != null && $Object.hasOwnProperty.call(message, "seq"))
                    writer.uint32(/* id 2, wireType 0 =*/16).uint64(message.seq);
                if (message.values != null && $Object.hasOwnProperty.call(message, "values"))
                    for (let keys = $Object.keys(message.values), i = 0; i < keys.length; ++i) {
                        writer.uint32(/* id 3, wireType 2 =*/26).fork().uint32(/* id 1, wireType 2 =*/10).string(keys[i]);
                        $root.gridwarden.v1.ChannelValue.encode(message.values[keys[i]], writer.uint32(/* id 2, wireType 2 =*/18).fork(), _depth + 1).ldelim().ldelim();
                    }
                if (message.position != null && $Object.hasOwnProperty.call(message, "position"))
                    $root.gridwarden.v1.Position.encode(message.position, writer.uint32(/* id 4, wireType 2 =*/34).fork(), _depth + 1).ldelim();
                if (message.simulated != null && $Object.hasOwnProperty.call(message, "simulated") && message.simulated !== false)
                    writer.uint32(/* id 5, wireType 0 =*/40).bool(message.simulated);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a Telemetry message from the specified reader or buffer.
             * @function decode
             * @memberof gridwarden.v1.Telemetry
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {gridwarden.v1.Telemetry & gridwarden.v1.Telemetry.$Shape} Telemetry
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            Telemetry.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, key, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.gridwarden.v1.Telemetry();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 1)
                                break;
                            if (typeof (value = reader.fixed64()) === "object" ? value.low || value.high : value !== 0)
                                message.ts = value;
                            else
                                delete message.ts;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 0)
                                break;
                            message.seq = reader.uint64();
                            message._seq = "seq";
                            continue;
                        }
                    case 3: {
                            if (wireType !== 2)
                                break;
                            if (message.values === $util.emptyObject)
                                message.values = {};
                            let end2 = reader.size() + reader.pos;
                            if (end2 > reader.len)
                                throw $RangeError("index out of range");
                            reader.len = end2;
                            key = "";
                            value = null;
                            while (reader.pos < end2) {
                                let tag2 = reader.tag();
                                wireType = tag2 & 7;
                                switch (tag2 >>>= 3) {
                                case 1:
                                    if (wireType !== 2)
                                        break;
                                    key = reader.stringVerify();
                                    continue;
                                case 2:
                                    if (wireType !== 2)
                                        break;
                                    value = $root.gridwarden.v1.ChannelValue.decode(reader, reader.size(), $undefined, _depth + 1, value);
                                    continue;
                                }
                                reader.skipType(wireType, _depth, tag2);
                            }
                            if (reader.pos !== end2)
                                throw $RangeError("index out of range");
                            reader.len = end;
                            if (key === "__proto__")
                                $util.makeProp(message.values, key);
                            message.values[key] = value || new $root.gridwarden.v1.ChannelValue();
                            continue;
                        }
                    case 4: {
                            if (wireType !== 2)
                                break;
                            message.position = $root.gridwarden.v1.Position.decode(reader, reader.size(), $undefined, _depth + 1, message.position);
                            continue;
                        }
                    case 5: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.bool())
                                message.simulated = value;
                            else
                                delete message.simulated;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            /**
             * Verifies a Telemetry message.
             * @function verify
             * @memberof gridwarden.v1.Telemetry
             * @static
             * @param {Object.<string,*>} message Plain object to verify
             * @returns {string|null} `null` if valid, otherwise the reason why it is not
             */
            Telemetry.verify = function (message, _depth) {
                if (typeof message !== "object" || message === null)
                    return "object expected";
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    return "max depth exceeded";
                let properties = {};
                if (message.ts != null && $Object.hasOwnProperty.call(message, "ts"))
                    if (!$util.isInteger(message.ts) && !(message.ts && $util.isInteger(message.ts.low) && $util.isInteger(message.ts.high)))
                        return "ts: integer|Long expected";
                if (message.seq != null && $Object.hasOwnProperty.call(message, "seq")) {
                    properties._seq = 1;
                    if (!$util.isInteger(message.seq) && !(message.seq && $util.isInteger(message.seq.low) && $util.isInteger(message.seq.high)))
                        return "seq: integer|Long expected";
                }
                if (message.values != null && $Object.hasOwnProperty.call(message, "values")) {
                    if (!$util.isObject(message.values))
                        return "values: object expected";
                    let key = $Object.keys(message.values);
                    for (let i = 0; i < key.length; ++i) {
                        let error = $root.gridwarden.v1.ChannelValue.verify(message.values[key[i]], _depth + 1);
                        if (error)
                            return "values." + error;
                    }
                }
                if (message.position != null && $Object.hasOwnProperty.call(message, "position")) {
                    let error = $root.gridwarden.v1.Position.verify(message.position, _depth + 1);
                    if (error)
                        return "position." + error;
                }
                if (message.simulated != null && $Object.hasOwnProperty.call(message, "simulated"))
                    if (typeof message.simulated !== "boolean")
                        return "simulated: boolean expected";
                return null;
            };

            /**
             * Creates a Telemetry message from a plain object. Also converts values to their respective internal types.
             * @function fromObject
             * @memberof gridwarden.v1.Telemetry
             * @static
             * @param {Object.<string,*>} object Plain object
             * @returns {gridwarden.v1.Telemetry} Telemetry
             */
            Telemetry.fromObject = function (object, _depth) {
                if (object instanceof $root.gridwarden.v1.Telemetry)
                    return object;
                if (!$util.isObject(object))
                    throw $TypeError(".gridwarden.v1.Telemetry: object expected");
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let message = new $root.gridwarden.v1.Telemetry();
                if (object.ts != null)
                    if (typeof object.ts === "object" ? object.ts.low || object.ts.high : $Number(object.ts) !== 0)
                        if ($util.Long)
                            message.ts = $util.Long.fromValue(object.ts, true);
                        else if (typeof object.ts === "string")
                            message.ts = $parseInt(object.ts, 10);
                        else if (typeof object.ts === "number")
                            message.ts = object.ts;
                        else if (typeof object.ts === "object")
                            message.ts = new $util.LongBits(object.ts.low >>> 0, object.ts.high >>> 0).toNumber(true);
                if (object.seq != null)
                    if ($util.Long)
                        message.seq = $util.Long.fromValue(object.seq, true);
                    else if (typeof object.seq === "string")
                        message.seq = $parseInt(object.seq, 10);
                    else if (typeof object.seq === "number")
                        message.seq = object.seq;
                    else if (typeof object.seq === "object")
                        message.seq = new $util.LongBits(object.seq.low >>> 0, object.seq.high >>> 0).toNumber(true);
                if (object.values) {
                    if (!$util.isObject(object.values))
                        throw $TypeError(".gridwarden.v1.Telemetry.values: object expected");
                    message.values = {};
                    for (let keys = $Object.keys(object.values), i = 0; i < keys.length; ++i) {
                        if (keys[i] === "__proto__")
                            $util.makeProp(message.values, keys[i]);
                        if (!$util.isObject(object.values[keys[i]]))
                            throw $TypeError(".gridwarden.v1.Telemetry.values: object expected");
                        message.values[keys[i]] = $root.gridwarden.v1.ChannelValue.fromObject(object.values[keys[i]], _depth + 1);
                    }
                }
                if (object.position != null) {
                    if (!$util.isObject(object.position))
                        throw $TypeError(".gridwarden.v1.Telemetry.position: object expected");
                    message.position = $root.gridwarden.v1.Position.fromObject(object.position, _depth + 1);
                }
                if (object.simulated != null)
                    if (object.simulated)
                        message.simulated = $Boolean(object.simulated);
                return message;
            };

            /**
             * Creates a plain object from a Telemetry message. Also converts values to other types if specified.
             * @function toObject
             * @memberof gridwarden.v1.Telemetry
             * @static
             * @param {gridwarden.v1.Telemetry} message Telemetry
             * @param {$protobuf.IConversionOptions} [options] Conversion options
             * @returns {Object.<string,*>} Plain object
             */
            Telemetry.toObject = function (message, options, _depth) {
                if (!options)
                    options = {};
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let object = {};
                if (options.objects || options.defaults)
                    object.values = {};
                if (options.defaults) {
                    if ($util.Long) {
                        let long = new $util.Long(0, 0, true);
                        object.ts = options.longs === $String ? long.toString() : options.longs === $Number ? long.toNumber() : typeof $BigInt !== "undefined" && options.longs === $BigInt ? long.toBigInt() : long;
                    } else
                        object.ts = options.longs === $String ? "0" : typeof $BigInt !== "undefined" && options.longs === $BigInt ? $BigInt("0") : 0;
                    object.position = null;
                    object.simulated = false;
                }
                if (message.ts != null && $Object.hasOwnProperty.call(message, "ts"))
                    if (typeof $BigInt !== "undefined" && options.longs === $BigInt)
                        object.ts = typeof message.ts === "number" ? $BigInt(message.ts) : $util.Long.fromBits(message.ts.low >>> 0, message.ts.high >>> 0, true).toBigInt();
                    else if (typeof message.ts === "number")
                        object.ts = options.longs === $String ? $String(message.ts) : message.ts;
                    else
                        object.ts = options.longs === $String ? $util.Long.prototype.toString.call(message.ts) : options.longs === $Number ? new $util.LongBits(message.ts.low >>> 0, message.ts.high >>> 0).toNumber(true) : message.ts;
                if (message.seq != null && $Object.hasOwnProperty.call(message, "seq"))
                    if (typeof $BigInt !== "undefined" && options.longs === $BigInt)
                        object.seq = typeof message.seq === "number" ? $BigInt(message.seq) : $util.Long.fromBits(message.seq.low >>> 0, message.seq.high >>> 0, true).toBigInt();
                    else if (typeof message.seq === "number")
                        object.seq = options.longs === $String ? $String(message.seq) : message.seq;
                    else
                        object.seq = options.longs === $String ? $util.Long.prototype.toString.call(message.seq) : options.longs === $Number ? new $util.LongBits(message.seq.low >>> 0, message.seq.high >>> 0).toNumber(true) : message.seq;
                let keys2;
                if (message.values && (keys2 = $Object.keys(message.values)).length) {
                    object.values = {};
                    for (let j = 0; j < keys2.length; ++j) {
                        if (keys2[j] === "__proto__")
                            $util.makeProp(object.values, keys2[j]);
                        object.values[keys2[j]] = $root.gridwarden.v1.ChannelValue.toObject(message.values[keys2[j]], options, _depth + 1);
                    }
                }
                if (message.position != null && $Object.hasOwnProperty.call(message, "position"))
                    object.position = $root.gridwarden.v1.Position.toObject(message.position, options, _depth + 1);
                if (message.simulated != null && $Object.hasOwnProperty.call(message, "simulated"))
                    object.simulated = message.simulated;
                return object;
            };

            /**
             * Converts this Telemetry to JSON.
             * @function toJSON
             * @memberof gridwarden.v1.Telemetry
             * @instance
             * @returns {Object.<string,*>} JSON object
             */
            Telemetry.prototype.toJSON = function() {
                return Telemetry.toObject(this, $protobuf.util.toJSONOptions);
            };

            /**
             * Gets the type url for Telemetry
             * @function getTypeUrl
             * @memberof gridwarden.v1.Telemetry
             * @static
             * @param {string} [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns {string} The type url
             */
            Telemetry.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/gridwarden.v1.Telemetry";
            };

            return Telemetry;
        })();

        v1.DeviceEvent = (function() {

            /**
             * Properties of a DeviceEvent.
             * @typedef {Object} gridwarden.v1.DeviceEvent.$Properties
             * @property {number|null} [ts] DeviceEvent ts
             * @property {number|null} [seq] DeviceEvent seq
             * @property {string|null} [code] DeviceEvent code
             * @property {boolean|null} [active] DeviceEvent active
             * @property {Object.<string,gridwarden.v1.ChannelValue.$Properties>|null} [data] DeviceEvent data
             * @property {gridwarden.v1.Position.$Properties|null} [position] DeviceEvent position
             * @property {boolean|null} [simulated] DeviceEvent simulated
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a DeviceEvent.
             * @memberof gridwarden.v1
             * @interface IDeviceEvent
             * @augments gridwarden.v1.DeviceEvent.$Properties
             * @deprecated Use gridwarden.v1.DeviceEvent.$Properties instead.
             */

            /**
             * Shape of a DeviceEvent.
             * @typedef {{
             *   ts?: number|null;
             *   seq?: number|null;
             *   code?: string|null;
             *   active?: boolean|null;
             *   data?: Object.<string,gridwarden.v1.ChannelValue.$Shape>|null;
             *   position?: gridwarden.v1.Position.$Shape|null;
             *   simulated?: boolean|null;
             *   $unknowns?: Array.<Uint8Array>;
             * }} gridwarden.v1.DeviceEvent.$Shape
             */

            /**
             * Constructs a new DeviceEvent.
             * @memberof gridwarden.v1
             * @classdesc Represents a DeviceEvent.
             * @constructor
             * @param {gridwarden.v1.DeviceEvent.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const DeviceEvent = function (properties) {
                this.data = {};
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * DeviceEvent ts.
             * @member {number} ts
             * @memberof gridwarden.v1.DeviceEvent
             * @instance
             */
            DeviceEvent.prototype.ts = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            /**
             * DeviceEvent seq.
             * @member {number|null|undefined} seq
             * @memberof gridwarden.v1.DeviceEvent
             * @instance
             */
            DeviceEvent.prototype.seq = null;

            /**
             * DeviceEvent code.
             * @member {string} code
             * @memberof gridwarden.v1.DeviceEvent
             * @instance
             */
            DeviceEvent.prototype.code = "";

            /**
             * DeviceEvent active.
             * @member {boolean} active
             * @memberof gridwarden.v1.DeviceEvent
             * @instance
             */
            DeviceEvent.prototype.active = false;

            /**
             * DeviceEvent data.
             * @member {Object.<string,gridwarden.v1.ChannelValue.$Properties>} data
             * @memberof gridwarden.v1.DeviceEvent
             * @instance
             */
            DeviceEvent.prototype.data = $util.emptyObject;

            /**
             * DeviceEvent position.
             * @member {gridwarden.v1.Position.$Properties|null|undefined} position
             * @memberof gridwarden.v1.DeviceEvent
             * @instance
             */
            DeviceEvent.prototype.position = null;

            /**
             * DeviceEvent simulated.
             * @member {boolean} simulated
             * @memberof gridwarden.v1.DeviceEvent
             * @instance
             */
            DeviceEvent.prototype.simulated = false;

            // OneOf field names bound to virtual getters and setters
            let $oneOfFields;

            // Virtual OneOf for proto3 optional field
            $Object.defineProperty(DeviceEvent.prototype, "_seq", {
                get: $util.oneOfGetter($oneOfFields = ["seq"]),
                set: $util.oneOfSetter($oneOfFields)
            });

            /**
             * Creates a new DeviceEvent instance using the specified properties.
             * @function create
             * @memberof gridwarden.v1.DeviceEvent
             * @static
             * @param {gridwarden.v1.DeviceEvent.$Properties=} [properties] Properties to set
             * @returns {gridwarden.v1.DeviceEvent} DeviceEvent instance
             * @type {{
             *   (properties: gridwarden.v1.DeviceEvent.$Shape): gridwarden.v1.DeviceEvent & gridwarden.v1.DeviceEvent.$Shape;
             *   (properties?: gridwarden.v1.DeviceEvent.$Properties): gridwarden.v1.DeviceEvent;
             * }}
             */
            DeviceEvent.create = function(properties) {
                return new DeviceEvent(properties);
            };

            /**
             * Encodes the specified DeviceEvent message. Does not implicitly {@link gridwarden.v1.DeviceEvent.verify|verify} messages.
             * @function encode
             * @memberof gridwarden.v1.DeviceEvent
             * @static
             * @param {gridwarden.v1.DeviceEvent.$Properties} message DeviceEvent message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            DeviceEvent.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.ts != null && $Object.hasOwnProperty.call(message, "ts") && (typeof message.ts === "object" ? message.ts.low || message.ts.high : message.ts !== 0))
                    writer.uint32(/* id 1, wireType 1 =*/9).fixed64(message.ts);
                if (message.seq != null && $Object.hasOwnProperty.call(message, "seq"))
                    writer.uint32(/* id 2, wireType 0 =*/16).uint64(message.seq);
                if (message.code != null && $Object.hasOwnProperty.call(message, "code") && message.code !== "")
                    writer.uint32(/* id 3, wireType 2 =*/26).string(message.code);
                if (message.active != null && $Object.hasOwnProperty.call(message, "active") && message.active !== false)
                    writer.uint32(/* id 4, wireType 0 =*/32).bool(message.active);
                if (message.data != null && $Object.hasOwnProperty.call(message, "data"))
                    for (let keys = $Object.keys(message.data), i = 0; i < keys.length; ++i) {
                        writer.uint32(/* id 5, wireType 2 =*/42).fork().uint32(/* id 1, wireType 2 =*/10).string(keys[i]);
                        $root.gridwarden.v1.ChannelValue.encode(message.data[keys[i]], writer.uint32(/* id 2, wireType 2 =*/18).fork(), _depth + 1).ldelim().ldelim();
                    }
                if (message.position != null && $Object.hasOwnProperty.call(message, "position"))
                    $root.gridwarden.v1.Position.encode(message.position, writer.uint32(/* id 6, wireType 2 =*/50).fork(), _depth + 1).ldelim();
                if (message.simulated != null && $Object.hasOwnProperty.call(message, "simulated") && message.simulated !== false)
                    writer.uint32(/* id 7, wireType 0 =*/56).bool(message.simulated);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a DeviceEvent message from the specified reader or buffer.
             * @function decode
             * @memberof gridwarden.v1.DeviceEvent
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {gridwarden.v1.DeviceEvent & gridwarden.v1.DeviceEvent.$Shape} DeviceEvent
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            DeviceEvent.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, key, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.gridwarden.v1.DeviceEvent();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 1)
                                break;
                            if (typeof (value = reader.fixed64()) === "object" ? value.low || value.high : value !== 0)
                                message.ts = value;
                            else
                                delete message.ts;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 0)
                                break;
                            message.seq = reader.uint64();
                            message._seq = "seq";
                            continue;
                        }
                    case 3: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.code = value;
                            else
                                delete message.code;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.bool())
                                message.active = value;
                            else
                                delete message.active;
                            continue;
                        }
                    case 5: {
                            if (wireType !== 2)
                                break;
                            if (message.data === $util.emptyObject)
                                message.data = {};
                            let end2 = reader.size() + reader.pos;
                            if (end2 > reader.len)
                                throw $RangeError("index out of range");
                            reader.len = end2;
                            key = "";
                            value = null;
                            while (reader.pos < end2) {
                                let tag2 = reader.tag();
                                wireType = tag2 & 7;
                                switch (tag2 >>>= 3) {
                                case 1:
                                    if (wireType !== 2)
                                        break;
                                    key = reader.stringVerify();
                                    continue;
                                case 2:
                                    if (wireType !== 2)
                                        break;
                                    value = $root.gridwarden.v1.ChannelValue.decode(reader, reader.size(), $undefined, _depth + 1, value);
                                    continue;
                                }
                                reader.skipType(wireType, _depth, tag2);
                            }
                            if (reader.pos !== end2)
                                throw $RangeError("index out of range");
                            reader.len = end;
                            if (key === "__proto__")
                                $util.makeProp(message.data, key);
                            message.data[key] = value || new $root.gridwarden.v1.ChannelValue();
                            continue;
                        }
                    case 6: {
                            if (wireType !== 2)
                                break;
                            message.position = $root.gridwarden.v1.Position.decode(reader, reader.size(), $undefined, _depth + 1, message.position);
                            continue;
                        }
                    case 7: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.bool())
                                message.simulated = value;
                            else
                                delete message.simulated;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            /**
             * Verifies a DeviceEvent message.
             * @function verify
             * @memberof gridwarden.v1.DeviceEvent
             * @static
             * @param {Object.<string,*>} message Plain object to verify
             * @returns {string|null} `null` if valid, otherwise the reason why it is not
             */
            DeviceEvent.verify = function (message, _depth) {
                if (typeof message !== "object" || message === null)
                    return "object expected";
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    return "max depth exceeded";
                let properties = {};
                if (message.ts != null && $Object.hasOwnProperty.call(message, "ts"))
                    if (!$util.isInteger(message.ts) && !(message.ts && $util.isInteger(message.ts.low) && $util.isInteger(message.ts.high)))
                        return "ts: integer|Long expected";
                if (message.seq != null && $Object.hasOwnProperty.call(message, "seq")) {
                    properties._seq = 1;
                    if (!$util.isInteger(message.seq) && !(message.seq && $util.isInteger(message.seq.low) && $util.isInteger(message.seq.high)))
                        return "seq: integer|Long expected";
                }
                if (message.code != null && $Object.hasOwnProperty.call(message, "code"))
                    if (!$util.isString(message.code))
                        return "code: string expected";
                if (message.active != null && $Object.hasOwnProperty.call(message, "active"))
                    if (typeof message.active !== "boolean")
                        return "active: boolean expected";
                if (message.data != null && $Object.hasOwnProperty.call(message, "data")) {
                    if (!$util.isObject(message.data))
                        return "data: object expected";
                    let key = $Object.keys(message.data);
                    for (let i = 0; i < key.length; ++i) {
                        let error = $root.gridwarden.v1.ChannelValue.verify(message.data[key[i]], _depth + 1);
                        if (error)
                            return "data." + error;
                    }
                }
                if (message.position != null && $Object.hasOwnProperty.call(message, "position")) {
                    let error = $root.gridwarden.v1.Position.verify(message.position, _depth + 1);
                    if (error)
                        return "position." + error;
                }
                if (message.simulated != null && $Object.hasOwnProperty.call(message, "simulated"))
                    if (typeof message.simulated !== "boolean")
                        return "simulated: boolean expected";
                return null;
            };

            /**
             * Creates a DeviceEvent message from a plain object. Also converts values to their respective internal types.
             * @function fromObject
             * @memberof gridwarden.v1.DeviceEvent
             * @static
             * @param {Object.<string,*>} object Plain object
             * @returns {gridwarden.v1.DeviceEvent} DeviceEvent
             */
            DeviceEvent.fromObject = function (object, _depth) {
                if (object instanceof $root.gridwarden.v1.DeviceEvent)
                    return object;
                if (!$util.isObject(object))
                    throw $TypeError(".gridwarden.v1.DeviceEvent: object expected");
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let message = new $root.gridwarden.v1.DeviceEvent();
                if (object.ts != null)
                    if (typeof object.ts === "object" ? object.ts.low || object.ts.high : $Number(object.ts) !== 0)
                        if ($util.Long)
                            message.ts = $util.Long.fromValue(object.ts, true);
                        else if (typeof object.ts === "string")
                            message.ts = $parseInt(object.ts, 10);
                        else if (typeof object.ts === "number")
                            message.ts = object.ts;
                        else if (typeof object.ts === "object")
                            message.ts = new $util.LongBits(object.ts.low >>> 0, object.ts.high >>> 0).toNumber(true);
                if (object.seq != null)
                    if ($util.Long)
                        message.seq = $util.Long.fromValue(object.seq, true);
                    else if (typeof object.seq === "string")
                        message.seq = $parseInt(object.seq, 10);
                    else if (typeof object.seq === "number")
                        message.seq = object.seq;
                    else if (typeof object.seq === "object")
                        message.seq = new $util.LongBits(object.seq.low >>> 0, object.seq.high >>> 0).toNumber(true);
                if (object.code != null)
                    if (typeof object.code !== "string" || object.code.length)
                        message.code = $String(object.code);
                if (object.active != null)
                    if (object.active)
                        message.active = $Boolean(object.active);
                if (object.data) {
                    if (!$util.isObject(object.data))
                        throw $TypeError(".gridwarden.v1.DeviceEvent.data: object expected");
                    message.data = {};
                    for (let keys = $Object.keys(object.data), i = 0; i < keys.length; ++i) {
                        if (keys[i] === "__proto__")
                            $util.makeProp(message.data, keys[i]);
                        if (!$util.isObject(object.data[keys[i]]))
                            throw $TypeError(".gridwarden.v1.DeviceEvent.data: object expected");
                        message.data[keys[i]] = $root.gridwarden.v1.ChannelValue.fromObject(object.data[keys[i]], _depth + 1);
                    }
                }
                if (object.position != null) {
                    if (!$util.isObject(object.position))
                        throw $TypeError(".gridwarden.v1.DeviceEvent.position: object expected");
                    message.position = $root.gridwarden.v1.Position.fromObject(object.position, _depth + 1);
                }
                if (object.simulated != null)
                    if (object.simulated)
                        message.simulated = $Boolean(object.simulated);
                return message;
            };

            /**
             * Creates a plain object from a DeviceEvent message. Also converts values to other types if specified.
             * @function toObject
             * @memberof gridwarden.v1.DeviceEvent
             * @static
             * @param {gridwarden.v1.DeviceEvent} message DeviceEvent
             * @param {$protobuf.IConversionOptions} [options] Conversion options
             * @returns {Object.<string,*>} Plain object
             */
            DeviceEvent.toObject = function (message, options, _depth) {
                if (!options)
                    options = {};
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let object = {};
                if (options.objects || options.defaults)
                    object.data = {};
                if (options.defaults) {
                    if ($util.Long) {
                        let long = new $util.Long(0, 0, true);
                        object.ts = options.longs === $String ? long.toString() : options.longs === $Number ? long.toNumber() : typeof $BigInt !== "undefined" && options.longs === $BigInt ? long.toBigInt() : long;
                    } else
                        object.ts = options.longs === $String ? "0" : typeof $BigInt !== "undefined" && options.longs === $BigInt ? $BigInt("0") : 0;
                    object.code = "";
                    object.active = false;
                    object.position = null;
                    object.simulated = false;
                }
                if (message.ts != null && $Object.hasOwnProperty.call(message, "ts"))
                    if (typeof $BigInt !== "undefined" && options.longs === $BigInt)
                        object.ts = typeof message.ts === "number" ? $BigInt(message.ts) : $util.Long.fromBits(message.ts.low >>> 0, message.ts.high >>> 0, true).toBigInt();
                    else if (typeof message.ts === "number")
                        object.ts = options.longs === $String ? $String(message.ts) : message.ts;
                    else
                        object.ts = options.longs === $String ? $util.Long.prototype.toString.call(message.ts) : options.longs === $Number ? new $util.LongBits(message.ts.low >>> 0, message.ts.high >>> 0).toNumber(true) : message.ts;
                if (message.seq != null && $Object.hasOwnProperty.call(message, "seq"))
                    if (typeof $BigInt !== "undefined" && options.longs === $BigInt)
                        object.seq = typeof message.seq === "number" ? $BigInt(message.seq) : $util.Long.fromBits(message.seq.low >>> 0, message.seq.high >>> 0, true).toBigInt();
                    else if (typeof message.seq === "number")
                        object.seq = options.longs === $String ? $String(message.seq) : message.seq;
                    else
                        object.seq = options.longs === $String ? $util.Long.prototype.toString.call(message.seq) : options.longs === $Number ? new $util.LongBits(message.seq.low >>> 0, message.seq.high >>> 0).toNumber(true) : message.seq;
                if (message.code != null && $Object.hasOwnProperty.call(message, "code"))
                    object.code = message.code;
                if (message.active != null && $Object.hasOwnProperty.call(message, "active"))
                    object.active = message.active;
                let keys2;
                if (message.data && (keys2 = $Object.keys(message.data)).length) {
                    object.data = {};
                    for (let j = 0; j < keys2.length; ++j) {
                        if (keys2[j] === "__proto__")
                            $util.makeProp(object.data, keys2[j]);
                        object.data[keys2[j]] = $root.gridwarden.v1.ChannelValue.toObject(message.data[keys2[j]], options, _depth + 1);
                    }
                }
                if (message.position != null && $Object.hasOwnProperty.call(message, "position"))
                    object.position = $root.gridwarden.v1.Position.toObject(message.position, options, _depth + 1);
                if (message.simulated != null && $Object.hasOwnProperty.call(message, "simulated"))
                    object.simulated = message.simulated;
                return object;
            };

            /**
             * Converts this DeviceEvent to JSON.
             * @function toJSON
             * @memberof gridwarden.v1.DeviceEvent
             * @instance
             * @returns {Object.<string,*>} JSON object
             */
            DeviceEvent.prototype.toJSON = function() {
                return DeviceEvent.toObject(this, $protobuf.util.toJSONOptions);
            };

            /**
             * Gets the type url for DeviceEvent
             * @function getTypeUrl
             * @memberof gridwarden.v1.DeviceEvent
             * @static
             * @param {string} [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns {string} The type url
             */
            DeviceEvent.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/gridwarden.v1.DeviceEvent";
            };

            return DeviceEvent;
        })();

        /**
         * FeedbackType enum.
         * @name gridwarden.v1.FeedbackType
         * @enum {number}
         * @property {number} FEEDBACK_TYPE_UNSPECIFIED=0 FEEDBACK_TYPE_UNSPECIFIED value
         * @property {number} FEEDBACK_TYPE_ACCEPTED=1 FEEDBACK_TYPE_ACCEPTED value
         * @property {number} FEEDBACK_TYPE_REJECTED=2 FEEDBACK_TYPE_REJECTED value
         * @property {number} FEEDBACK_TYPE_DUPLICATE_OF=3 FEEDBACK_TYPE_DUPLICATE_OF value
         * @property {number} FEEDBACK_TYPE_FALSE_ALARM=4 FEEDBACK_TYPE_FALSE_ALARM value
         * @property {number} FEEDBACK_TYPE_DISPATCHED=5 FEEDBACK_TYPE_DISPATCHED value
         * @property {number} FEEDBACK_TYPE_ARRIVED=6 FEEDBACK_TYPE_ARRIVED value
         * @property {number} FEEDBACK_TYPE_DISPOSED=7 FEEDBACK_TYPE_DISPOSED value
         * @property {number} FEEDBACK_TYPE_VERIFIED=8 FEEDBACK_TYPE_VERIFIED value
         * @property {number} FEEDBACK_TYPE_RETURNED=9 FEEDBACK_TYPE_RETURNED value
         * @property {number} FEEDBACK_TYPE_SUSPENDED=10 FEEDBACK_TYPE_SUSPENDED value
         * @property {number} FEEDBACK_TYPE_EXTENDED=11 FEEDBACK_TYPE_EXTENDED value
         * @property {number} FEEDBACK_TYPE_CLOSED=12 FEEDBACK_TYPE_CLOSED value
         * @property {number} FEEDBACK_TYPE_ARCHIVED=13 FEEDBACK_TYPE_ARCHIVED value
         */
        v1.FeedbackType = (function() {
            const valuesById = $Object.create(null), values = $Object.create(valuesById);
            values[valuesById[0] = "FEEDBACK_TYPE_UNSPECIFIED"] = 0;
            values[valuesById[1] = "FEEDBACK_TYPE_ACCEPTED"] = 1;
            values[valuesById[2] = "FEEDBACK_TYPE_REJECTED"] = 2;
            values[valuesById[3] = "FEEDBACK_TYPE_DUPLICATE_OF"] = 3;
            values[valuesById[4] = "FEEDBACK_TYPE_FALSE_ALARM"] = 4;
            values[valuesById[5] = "FEEDBACK_TYPE_DISPATCHED"] = 5;
            values[valuesById[6] = "FEEDBACK_TYPE_ARRIVED"] = 6;
            values[valuesById[7] = "FEEDBACK_TYPE_DISPOSED"] = 7;
            values[valuesById[8] = "FEEDBACK_TYPE_VERIFIED"] = 8;
            values[valuesById[9] = "FEEDBACK_TYPE_RETURNED"] = 9;
            values[valuesById[10] = "FEEDBACK_TYPE_SUSPENDED"] = 10;
            values[valuesById[11] = "FEEDBACK_TYPE_EXTENDED"] = 11;
            values[valuesById[12] = "FEEDBACK_TYPE_CLOSED"] = 12;
            values[valuesById[13] = "FEEDBACK_TYPE_ARCHIVED"] = 13;
            return values;
        })();

        v1.Feedback = (function() {

            /**
             * Properties of a Feedback.
             * @typedef {Object} gridwarden.v1.Feedback.$Properties
             * @property {string|null} [feedbackId] Feedback feedbackId
             * @property {string|null} [caseNo] Feedback caseNo
             * @property {gridwarden.v1.FeedbackType|null} [type] Feedback type
             * @property {number|null} [at] Feedback at
             * @property {string|null} [actorRole] Feedback actorRole
             * @property {string|null} [dept] Feedback dept
             * @property {string|null} [reason] Feedback reason
             * @property {string|null} [duplicateOf] Feedback duplicateOf
             * @property {string|null} [note] Feedback note
             * @property {number|null} [until] Feedback until
             * @property {Array.<gridwarden.v1.Evidence.$Properties>|null} [evidence] Feedback evidence
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a Feedback.
             * @memberof gridwarden.v1
             * @interface IFeedback
             * @augments gridwarden.v1.Feedback.$Properties
             * @deprecated Use gridwarden.v1.Feedback.$Properties instead.
             */

            /**
             * Shape of a Feedback.
             * @typedef {gridwarden.v1.Feedback.$Properties} gridwarden.v1.Feedback.$Shape
             */

            /**
             * Constructs a new Feedback.
             * @memberof gridwarden.v1
             * @classdesc Represents a Feedback.
             * @constructor
             * @param {gridwarden.v1.Feedback.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const Feedback = function (properties) {
                this.evidence = [];
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * Feedback feedbackId.
             * @member {string} feedbackId
             * @memberof gridwarden.v1.Feedback
             * @instance
             */
            Feedback.prototype.feedbackId = "";

            /**
             * Feedback caseNo.
             * @member {string} caseNo
             * @memberof gridwarden.v1.Feedback
             * @instance
             */
            Feedback.prototype.caseNo = "";

            /**
             * Feedback type.
             * @member {gridwarden.v1.FeedbackType} type
             * @memberof gridwarden.v1.Feedback
             * @instance
             */
            Feedback.prototype.type = 0;

            /**
             * Feedback at.
             * @member {number} at
             * @memberof gridwarden.v1.Feedback
             * @instance
             */
            Feedback.prototype.at = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            /**
             * Feedback actorRole.
             * @member {string} actorRole
             * @memberof gridwarden.v1.Feedback
             * @instance
             */
            Feedback.prototype.actorRole = "";

            /**
             * Feedback dept.
             * @member {string} dept
             * @memberof gridwarden.v1.Feedback
             * @instance
             */
            Feedback.prototype.dept = "";

            /**
             * Feedback reason.
             * @member {string} reason
             * @memberof gridwarden.v1.Feedback
             * @instance
             */
            Feedback.prototype.reason = "";

            /**
             * Feedback duplicateOf.
             * @member {string} duplicateOf
             * @memberof gridwarden.v1.Feedback
             * @instance
             */
            Feedback.prototype.duplicateOf = "";

            /**
             * Feedback note.
             * @member {string} note
             * @memberof gridwarden.v1.Feedback
             * @instance
             */
            Feedback.prototype.note = "";

            /**
             * Feedback until.
             * @member {number} until
             * @memberof gridwarden.v1.Feedback
             * @instance
             */
            Feedback.prototype.until = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            /**
             * Feedback evidence.
             * @member {Array.<gridwarden.v1.Evidence.$Properties>} evidence
             * @memberof gridwarden.v1.Feedback
             * @instance
             */
            Feedback.prototype.evidence = $util.emptyArray;

            /**
             * Creates a new Feedback instance using the specified properties.
             * @function create
             * @memberof gridwarden.v1.Feedback
             * @static
             * @param {gridwarden.v1.Feedback.$Properties=} [properties] Properties to set
             * @returns {gridwarden.v1.Feedback} Feedback instance
             * @type {{
             *   (properties: gridwarden.v1.Feedback.$Shape): gridwarden.v1.Feedback & gridwarden.v1.Feedback.$Shape;
             *   (properties?: gridwarden.v1.Feedback.$Properties): gridwarden.v1.Feedback;
             * }}
             */
            Feedback.create = function(properties) {
                return new Feedback(properties);
            };

            /**
             * Encodes the specified Feedback message. Does not implicitly {@link gridwarden.v1.Feedback.verify|verify} messages.
             * @function encode
             * @memberof gridwarden.v1.Feedback
             * @static
             * @param {gridwarden.v1.Feedback.$Properties} message Feedback message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            Feedback.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.feedbackId != null && $Object.hasOwnProperty.call(message, "feedbackId") && message.feedbackId !== "")
                    writer.uint32(/* id 1, wireType 2 =*/10).string(message.feedbackId);
                if (message.caseNo != null && $Object.hasOwnProperty.call(message, "caseNo") && message.caseNo !== "")
                    writer.uint32(/* id 2, wireType 2 =*/18).string(message.caseNo);
                if (message.type != null && $Object.hasOwnProperty.call(message, "type") && message.type !== 0)
                    writer.uint32(/* id 3, wireType 0 =*/24).int32(message.type);
                if (message.at != null && $Object.hasOwnProperty.call(message, "at") && (typeof message.at === "object" ? message.at.low || message.at.high : message.at !== 0))
                    writer.uint32(/* id 4, wireType 1 =*/33).fixed64(message.at);
                if (message.actorRole != null && $Object.hasOwnProperty.call(message, "actorRole") && message.actorRole !== "")
                    writer.uint32(/* id 5, wireType 2 =*/42).string(message.actorRole);
                if (message.dept != null && $Object.hasOwnProperty.call(message, "dept") && message.dept !== "")
                    writer.uint32(/* id 6, wireType 2 =*/50).string(message.dept);
                if (message.reason != null && $Object.hasOwnProperty.call(message, "reason") && message.reason !== "")
                    writer.uint32(/* id 7, wireType 2 =*/58).string(message.reason);
                if (message.duplicateOf != null && $Object.hasOwnProperty.call(message, "duplicateOf") && message.duplicateOf !== "")
                    writer.uint32(/* id 8, wireType 2 =*/66).string(message.duplicateOf);
                if (message.note != null && $Object.hasOwnProperty.call(message, "note") && message.note !== "")
                    writer.uint32(/* id 9, wireType 2 =*/74).string(message.note);
                if (message.until != null && $Object.hasOwnProperty.call(message, "until") && (typeof message.until === "object" ? message.until.low || message.until.high : message.until !== 0))
                    writer.uint32(/* id 10, wireType 1 =*/81).fixed64(message.until);
                if (message.evidence != null && message.evidence.length)
                    for (let i = 0; i < message.evidence.length; ++i)
                        $root.gridwarden.v1.Evidence.encode(message.evidence[i], writer.uint32(/* id 11, wireType 2 =*/90).fork(), _depth + 1).ldelim();
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a Feedback message from the specified reader or buffer.
             * @function decode
             * @memberof gridwarden.v1.Feedback
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {gridwarden.v1.Feedback & gridwarden.v1.Feedback.$Shape} Feedback
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            Feedback.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.gridwarden.v1.Feedback();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.feedbackId = value;
                            else
                                delete message.feedbackId;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.caseNo = value;
                            else
                                delete message.caseNo;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.int32())
                                message.type = value;
                            else
                                delete message.type;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 1)
                                break;
                            if (typeof (value = reader.fixed64()) === "object" ? value.low || value.high : value !== 0)
                                message.at = value;
                            else
                                delete message.at;
                            continue;
                        }
                    case 5: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.actorRole = value;
                            else
                                delete message.actorRole;
                            continue;
                        }
                    case 6: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.dept = value;
                            else
                                delete message.dept;
                            continue;
                        }
                    case 7: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.reason = value;
                            else
                                delete message.reason;
                            continue;
                        }
                    case 8: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.duplicateOf = value;
                            else
                                delete message.duplicateOf;
                            continue;
                        }
                    case 9: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.note = value;
                            else
                                delete message.note;
                            continue;
                        }
                    case 10: {
                            if (wireType !== 1)
                                break;
                            if (typeof (value = reader.fixed64()) === "object" ? value.low || value.high : value !== 0)
                                message.until = value;
                            else
                                delete message.until;
                            continue;
                        }
                    case 11: {
                            if (wireType !== 2)
                                break;
                            if (!(message.evidence && message.evidence.length))
                                message.evidence = [];
                            message.evidence.push($root.gridwarden.v1.Evidence.decode(reader, reader.size(), $undefined, _depth + 1));
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            /**
             * Verifies a Feedback message.
             * @function verify
             * @memberof gridwarden.v1.Feedback
             * @static
             * @param {Object.<string,*>} message Plain object to verify
             * @returns {string|null} `null` if valid, otherwise the reason why it is not
             */
            Feedback.verify = function (message, _depth) {
                if (typeof message !== "object" || message === null)
                    return "object expected";
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    return "max depth exceeded";
                if (message.feedbackId != null && $Object.hasOwnProperty.call(message, "feedbackId"))
                    if (!$util.isString(message.feedbackId))
                        return "feedbackId: string expected";
                if (message.caseNo != null && $Object.hasOwnProperty.call(message, "caseNo"))
                    if (!$util.isString(message.caseNo))
                        return "caseNo: string expected";
                if (message.type != null && $Object.hasOwnProperty.call(message, "type"))
                    if (typeof message.type !== "number" || (message.type | 0) !== message.type)
                        return "type: enum value expected";
                if (message.at != null && $Object.hasOwnProperty.call(message, "at"))
                    if (!$util.isInteger(message.at) && !(message.at && $util.isInteger(message.at.low) && $util.isInteger(message.at.high)))
                        return "at: integer|Long expected";
                if (message.actorRole != null && $Object.hasOwnProperty.call(message, "actorRole"))
                    if (!$util.isString(message.actorRole))
                        return "actorRole: string expected";
                if (message.dept != null && $Object.hasOwnProperty.call(message, "dept"))
                    if (!$util.isString(message.dept))
                        return "dept: string expected";
                if (message.reason != null && $Object.hasOwnProperty.call(message, "reason"))
                    if (!$util.isString(message.reason))
                        return "reason: string expected";
                if (message.duplicateOf != null && $Object.hasOwnProperty.call(message, "duplicateOf"))
                    if (!$util.isString(message.duplicateOf))
                        return "duplicateOf: string expected";
                if (message.note != null && $Object.hasOwnProperty.call(message, "note"))
                    if (!$util.isString(message.note))
                        return "note: string expected";
                if (message.until != null && $Object.hasOwnProperty.call(message, "until"))
                    if (!$util.isInteger(message.until) && !(message.until && $util.isInteger(message.until.low) && $util.isInteger(message.until.high)))
                        return "until: integer|Long expected";
                if (message.evidence != null && $Object.hasOwnProperty.call(message, "evidence")) {
                    if (!$Array.isArray(message.evidence))
                        return "evidence: array expected";
                    for (let i = 0; i < message.evidence.length; ++i) {
                        let error = $root.gridwarden.v1.Evidence.verify(message.evidence[i], _depth + 1);
                        if (error)
                            return "evidence." + error;
                    }
                }
                return null;
            };

            /**
             * Creates a Feedback message from a plain object. Also converts values to their respective internal types.
             * @function fromObject
             * @memberof gridwarden.v1.Feedback
             * @static
             * @param {Object.<string,*>} object Plain object
             * @returns {gridwarden.v1.Feedback} Feedback
             */
            Feedback.fromObject = function (object, _depth) {
                if (object instanceof $root.gridwarden.v1.Feedback)
                    return object;
                if (!$util.isObject(object))
                    throw $TypeError(".gridwarden.v1.Feedback: object expected");
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let message = new $root.gridwarden.v1.Feedback();
                if (object.feedbackId != null)
                    if (typeof object.feedbackId !== "string" || object.feedbackId.length)
                        message.feedbackId = $String(object.feedbackId);
                if (object.caseNo != null)
                    if (typeof object.caseNo !== "string" || object.caseNo.length)
                        message.caseNo = $String(object.caseNo);
                if (object.type !== 0 && (typeof object.type !== "string" || $root.gridwarden.v1.FeedbackType[object.type] !== 0))
                    switch (object.type) {
                    case "FEEDBACK_TYPE_UNSPECIFIED":
                    case 0:
                        message.type = 0;
                        break;
                    case "FEEDBACK_TYPE_ACCEPTED":
                    case 1:
                        message.type = 1;
                        break;
                    case "FEEDBACK_TYPE_REJECTED":
                    case 2:
                        message.type = 2;
                        break;
                    case "FEEDBACK_TYPE_DUPLICATE_OF":
                    case 3:
                        message.type = 3;
                        break;
                    case "FEEDBACK_TYPE_FALSE_ALARM":
                    case 4:
                        message.type = 4;
                        break;
                    case "FEEDBACK_TYPE_DISPATCHED":
                    case 5:
                        message.type = 5;
                        break;
                    case "FEEDBACK_TYPE_ARRIVED":
                    case 6:
                        message.type = 6;
                        break;
                    case "FEEDBACK_TYPE_DISPOSED":
                    case 7:
                        message.type = 7;
                        break;
                    case "FEEDBACK_TYPE_VERIFIED":
                    case 8:
                        message.type = 8;
                        break;
                    case "FEEDBACK_TYPE_RETURNED":
                    case 9:
                        message.type = 9;
                        break;
                    case "FEEDBACK_TYPE_SUSPENDED":
                    case 10:
                        message.type = 10;
                        break;
                    case "FEEDBACK_TYPE_EXTENDED":
                    case 11:
                        message.type = 11;
                        break;
                    case "FEEDBACK_TYPE_CLOSED":
                    case 12:
                        message.type = 12;
                        break;
                    case "FEEDBACK_TYPE_ARCHIVED":
                    case 13:
                        message.type = 13;
                        break;
                    default:
                        if (typeof object.type === "number" && (object.type | 0) === object.type)
                            message.type = object.type;
                    }
                if (object.at != null)
                    if (typeof object.at === "object" ? object.at.low || object.at.high : $Number(object.at) !== 0)
                        if ($util.Long)
                            message.at = $util.Long.fromValue(object.at, true);
                        else if (typeof object.at === "string")
                            message.at = $parseInt(object.at, 10);
                        else if (typeof object.at === "number")
                            message.at = object.at;
                        else if (typeof object.at === "object")
                            message.at = new $util.LongBits(object.at.low >>> 0, object.at.high >>> 0).toNumber(true);
                if (object.actorRole != null)
                    if (typeof object.actorRole !== "string" || object.actorRole.length)
                        message.actorRole = $String(object.actorRole);
                if (object.dept != null)
                    if (typeof object.dept !== "string" || object.dept.length)
                        message.dept = $String(object.dept);
                if (object.reason != null)
                    if (typeof object.reason !== "string" || object.reason.length)
                        message.reason = $String(object.reason);
                if (object.duplicateOf != null)
                    if (typeof object.duplicateOf !== "string" || object.duplicateOf.length)
                        message.duplicateOf = $String(object.duplicateOf);
                if (object.note != null)
                    if (typeof object.note !== "string" || object.note.length)
                        message.note = $String(object.note);
                if (object.until != null)
                    if (typeof object.until === "object" ? object.until.low || object.until.high : $Number(object.until) !== 0)
                        if ($util.Long)
                            message.until = $util.Long.fromValue(object.until, true);
                        else if (typeof object.until === "string")
                            message.until = $parseInt(object.until, 10);
                        else if (typeof object.until === "number")
                            message.until = object.until;
                        else if (typeof object.until === "object")
                            message.until = new $util.LongBits(object.until.low >>> 0, object.until.high >>> 0).toNumber(true);
                if (object.evidence) {
                    if (!$Array.isArray(object.evidence))
                        throw $TypeError(".gridwarden.v1.Feedback.evidence: array expected");
                    message.evidence = $Array(object.evidence.length);
                    for (let i = 0; i < object.evidence.length; ++i) {
                        if (!$util.isObject(object.evidence[i]))
                            throw $TypeError(".gridwarden.v1.Feedback.evidence: object expected");
                        message.evidence[i] = $root.gridwarden.v1.Evidence.fromObject(object.evidence[i], _depth + 1);
                    }
                }
                return message;
            };

            /**
             * Creates a plain object from a Feedback message. Also converts values to other types if specified.
             * @function toObject
             * @memberof gridwarden.v1.Feedback
             * @static
             * @param {gridwarden.v1.Feedback} message Feedback
             * @param {$protobuf.IConversionOptions} [options] Conversion options
             * @returns {Object.<string,*>} Plain object
             */
            Feedback.toObject = function (message, options, _depth) {
                if (!options)
                    options = {};
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let object = {};
                if (options.arrays || options.defaults)
                    object.evidence = [];
                if (options.defaults) {
                    object.feedbackId = "";
                    object.caseNo = "";
                    object.type = options.enums === $String ? "FEEDBACK_TYPE_UNSPECIFIED" : 0;
                    if ($util.Long) {
                        let long = new $util.Long(0, 0, true);
                        object.at = options.longs === $String ? long.toString() : options.longs === $Number ? long.toNumber() : typeof $BigInt !== "undefined" && options.longs === $BigInt ? long.toBigInt() : long;
                    } else
                        object.at = options.longs === $String ? "0" : typeof $BigInt !== "undefined" && options.longs === $BigInt ? $BigInt("0") : 0;
                    object.actorRole = "";
                    object.dept = "";
                    object.reason = "";
                    object.duplicateOf = "";
                    object.note = "";
                    if ($util.Long) {
                        let long = new $util.Long(0, 0, true);
                        object.until = options.longs === $String ? long.toString() : options.longs === $Number ? long.toNumber() : typeof $BigInt !== "undefined" && options.longs === $BigInt ? long.toBigInt() : long;
                    } else
                        object.until = options.longs === $String ? "0" : typeof $BigInt !== "undefined" && options.longs === $BigInt ? $BigInt("0") : 0;
                }
                if (message.feedbackId != null && $Object.hasOwnProperty.call(message, "feedbackId"))
                    object.feedbackId = message.feedbackId;
                if (message.caseNo != null && $Object.hasOwnProperty.call(message, "caseNo"))
                    object.caseNo = message.caseNo;
                if (message.type != null && $Object.hasOwnProperty.call(message, "type"))
                    object.type = options.enums === $String ? $root.gridwarden.v1.FeedbackType[message.type] === $undefined ? message.type : $root.gridwarden.v1.FeedbackType[message.type] : message.type;
                if (message.at != null && $Object.hasOwnProperty.call(message, "at"))
                    if (typeof $BigInt !== "undefined" && options.longs === $BigInt)
                        object.at = typeof message.at === "number" ? $BigInt(message.at) : $util.Long.fromBits(message.at.low >>> 0, message.at.high >>> 0, true).toBigInt();
                    else if (typeof message.at === "number")
                        object.at = options.longs === $String ? $String(message.at) : message.at;
                    else
                        object.at = options.longs === $String ? $util.Long.prototype.toString.call(message.at) : options.longs === $Number ? new $util.LongBits(message.at.low >>> 0, message.at.high >>> 0).toNumber(true) : message.at;
                if (message.actorRole != null && $Object.hasOwnProperty.call(message, "actorRole"))
                    object.actorRole = message.actorRole;
                if (message.dept != null && $Object.hasOwnProperty.call(message, "dept"))
                    object.dept = message.dept;
                if (message.reason != null && $Object.hasOwnProperty.call(message, "reason"))
                    object.reason = message.reason;
                if (message.duplicateOf != null && $Object.hasOwnProperty.call(message, "duplicateOf"))
                    object.duplicateOf = message.duplicateOf;
                if (message.note != null && $Object.hasOwnProperty.call(message, "note"))
                    object.note = message.note;
                if (message.until != null && $Object.hasOwnProperty.call(message, "until"))
                    if (typeof $BigInt !== "undefined" && options.longs === $BigInt)
                        object.until = typeof message.until === "number" ? $BigInt(message.until) : $util.Long.fromBits(message.until.low >>> 0, message.until.high >>> 0, true).toBigInt();
                    else if (typeof message.until === "number")
                        object.until = options.longs === $String ? $String(message.until) : message.until;
                    else
                        object.until = options.longs === $String ? $util.Long.prototype.toString.call(message.until) : options.longs === $Number ? new $util.LongBits(message.until.low >>> 0, message.until.high >>> 0).toNumber(true) : message.until;
                if (message.evidence && message.evidence.length) {
                    object.evidence = $Array(message.evidence.length);
                    for (let j = 0; j < message.evidence.length; ++j)
                        object.evidence[j] = $root.gridwarden.v1.Evidence.toObject(message.evidence[j], options, _depth + 1);
                }
                return object;
            };

            /**
             * Converts this Feedback to JSON.
             * @function toJSON
             * @memberof gridwarden.v1.Feedback
             * @instance
             * @returns {Object.<string,*>} JSON object
             */
            Feedback.prototype.toJSON = function() {
                return Feedback.toObject(this, $protobuf.util.toJSONOptions);
            };

            /**
             * Gets the type url for Feedback
             * @function getTypeUrl
             * @memberof gridwarden.v1.Feedback
             * @static
             * @param {string} [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns {string} The type url
             */
            Feedback.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/gridwarden.v1.Feedback";
            };

            return Feedback;
        })();

        /**
         * Quality enum.
         * @name gridwarden.v1.Quality
         * @enum {number}
         * @property {number} QUALITY_UNSPECIFIED=0 QUALITY_UNSPECIFIED value
         * @property {number} QUALITY_GOOD=1 QUALITY_GOOD value
         * @property {number} QUALITY_SUSPECT=2 QUALITY_SUSPECT value
         * @property {number} QUALITY_BAD=3 QUALITY_BAD value
         * @property {number} QUALITY_SIMULATED=4 QUALITY_SIMULATED value
         * @property {number} QUALITY_CALIBRATION=5 QUALITY_CALIBRATION value
         */
        v1.Quality = (function() {
            const valuesById = $Object.create(null), values = $Object.create(valuesById);
            values[valuesById[0] = "QUALITY_UNSPECIFIED"] = 0;
            values[valuesById[1] = "QUALITY_GOOD"] = 1;
            values[valuesById[2] = "QUALITY_SUSPECT"] = 2;
            values[valuesById[3] = "QUALITY_BAD"] = 3;
            values[valuesById[4] = "QUALITY_SIMULATED"] = 4;
            values[valuesById[5] = "QUALITY_CALIBRATION"] = 5;
            return values;
        })();

        v1.Observation = (function() {

            /**
             * Properties of an Observation.
             * @typedef {Object} gridwarden.v1.Observation.$Properties
             * @property {string|null} [deviceId] Observation deviceId
             * @property {number|null} [time] Observation time
             * @property {number|null} [deviceTime] Observation deviceTime
             * @property {number|null} [receivedAt] Observation receivedAt
             * @property {number|null} [seq] Observation seq
             * @property {gridwarden.v1.Quality|null} [quality] Observation quality
             * @property {boolean|null} [simulated] Observation simulated
             * @property {gridwarden.v1.Position.$Properties|null} [position] Observation position
             * @property {gridwarden.v1.Measurement.$Properties|null} [measurement] Observation measurement
             * @property {gridwarden.v1.Happening.$Properties|null} [happening] Observation happening
             * @property {gridwarden.v1.Presence.$Properties|null} [presence] Observation presence
             * @property {"measurement"|"happening"|"presence"} [kind] Observation kind
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of an Observation.
             * @memberof gridwarden.v1
             * @interface IObservation
             * @augments gridwarden.v1.Observation.$Properties
             * @deprecated Use gridwarden.v1.Observation.$Properties instead.
             */

            /**
             * Narrowed shape of an Observation.
             * @typedef {{
             *   deviceId?: string|null;
             *   time?: number|null;
             *   deviceTime?: number|null;
             *   receivedAt?: number|null;
             *   seq?: number|null;
             *   quality?: gridwarden.v1.Quality|null;
             *   simulated?: boolean|null;
             *   position?: gridwarden.v1.Position.$Shape|null;
             *   measurement?: gridwarden.v1.Measurement.$Shape|null;
             *   happening?: gridwarden.v1.Happening.$Shape|null;
             *   presence?: gridwarden.v1.Presence.$Shape|null;
             *   $unknowns?: Array.<Uint8Array>;
             * } & (
             *   ({ kind?: undefined; measurement?: null; happening?: null; presence?: null }|{ kind?: "measurement"; measurement: gridwarden.v1.Measurement.$Shape; happening?: null; presence?: null }|{ kind?: "happening"; measurement?: null; happening: gridwarden.v1.Happening.$Shape; presence?: null }|{ kind?: "presence"; measurement?: null; happening?: null; presence: gridwarden.v1.Presence.$Shape })
             * )} gridwarden.v1.Observation.$Shape
             */

            /**
             * Constructs a new Observation.
             * @memberof gridwarden.v1
             * @classdesc Represents an Observation.
             * @constructor
             * @param {gridwarden.v1.Observation.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const Observation = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * Observation deviceId.
             * @member {string} deviceId
             * @memberof gridwarden.v1.Observation
             * @instance
             */
            Observation.prototype.deviceId = "";

            /**
             * Observation time.
             * @member {number} time
             * @memberof gridwarden.v1.Observation
             * @instance
             */
            Observation.prototype.time = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            /**
             * Observation deviceTime.
             * @member {number} deviceTime
             * @memberof gridwarden.v1.Observation
             * @instance
             */
            Observation.prototype.deviceTime = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            /**
             * Observation receivedAt.
             * @member {number} receivedAt
             * @memberof gridwarden.v1.Observation
             * @instance
             */
            Observation.prototype.receivedAt = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            /**
             * Observation seq.
             * @member {number|null|undefined} seq
             * @memberof gridwarden.v1.Observation
             * @instance
             */
            Observation.prototype.seq = null;

            /**
             * Observation quality.
             * @member {gridwarden.v1.Quality} quality
             * @memberof gridwarden.v1.Observation
             * @instance
             */
            Observation.prototype.quality = 0;

            /**
             * Observation simulated.
             * @member {boolean} simulated
             * @memberof gridwarden.v1.Observation
             * @instance
             */
            Observation.prototype.simulated = false;

            /**
             * Observation position.
             * @member {gridwarden.v1.Position.$Properties|null|undefined} position
             * @memberof gridwarden.v1.Observation
             * @instance
             */
            Observation.prototype.position = null;

            /**
             * Observation measurement.
             * @member {gridwarden.v1.Measurement.$Properties|null|undefined} measurement
             * @memberof gridwarden.v1.Observation
             * @instance
             */
            Observation.prototype.measurement = null;

            /**
             * Observation happening.
             * @member {gridwarden.v1.Happening.$Properties|null|undefined} happening
             * @memberof gridwarden.v1.Observation
             * @instance
             */
            Observation.prototype.happening = null;

            /**
             * Observation presence.
             * @member {gridwarden.v1.Presence.$Properties|null|undefined} presence
             * @memberof gridwarden.v1.Observation
             * @instance
             */
            Observation.prototype.presence = null;

            // OneOf field names bound to virtual getters and setters
            let $oneOfFields;

            // Virtual OneOf for proto3 optional field
            $Object.defineProperty(Observation.prototype, "_seq", {
                get: $util.oneOfGetter($oneOfFields = ["seq"]),
                set: $util.oneOfSetter($oneOfFields)
            });

            /**
             * Observation kind.
             * @member {"measurement"|"happening"|"presence"|undefined} kind
             * @memberof gridwarden.v1.Observation
             * @instance
             */
            $Object.defineProperty(Observation.prototype, "kind", {
                get: $util.oneOfGetter($oneOfFields = ["measurement", "happening", "presence"]),
                set: $util.oneOfSetter($oneOfFields)
            });

            /**
             * Creates a new Observation instance using the specified properties.
             * @function create
             * @memberof gridwarden.v1.Observation
             * @static
             * @param {gridwarden.v1.Observation.$Properties=} [properties] Properties to set
             * @returns {gridwarden.v1.Observation} Observation instance
             * @type {{
             *   (properties: gridwarden.v1.Observation.$Shape): gridwarden.v1.Observation & gridwarden.v1.Observation.$Shape;
             *   (properties?: gridwarden.v1.Observation.$Properties): gridwarden.v1.Observation;
             * }}
             */
            Observation.create = function(properties) {
                return new Observation(properties);
            };

            /**
             * Encodes the specified Observation message. Does not implicitly {@link gridwarden.v1.Observation.verify|verify} messages.
             * @function encode
             * @memberof gridwarden.v1.Observation
             * @static
             * @param {gridwarden.v1.Observation.$Properties} message Observation message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            Observation.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.deviceId != null && $Object.hasOwnProperty.call(message, "deviceId") && message.deviceId !== "")
                    writer.uint32(/* id 1, wireType 2 =*/10).string(message.deviceId);
                if (message.time != null && $Object.hasOwnProperty.call(message, "time") && (typeof message.time === "object" ? message.time.low || message.time.high : message.time !== 0))
                    writer.uint32(/* id 2, wireType 1 =*/17).fixed64(message.time);
                if (message.deviceTime != null && $Object.hasOwnProperty.call(message, "deviceTime") && (typeof message.deviceTime === "object" ? message.deviceTime.low || message.deviceTime.high : message.deviceTime !== 0))
                    writer.uint32(/* id 3, wireType 1 =*/25).fixed64(message.deviceTime);
                if (message.receivedAt != null && $Object.hasOwnProperty.call(message, "receivedAt") && (typeof message.receivedAt === "object" ? message.receivedAt.low || message.receivedAt.high : message.receivedAt !== 0))
                    writer.uint32(/* id 4, wireType 1 =*/33).fixed64(message.receivedAt);
                if (message.seq != null && $Object.hasOwnProperty.call(message, "seq"))
                    writer.uint32(/* id 5, wireType 0 =*/40).uint64(message.seq);
                if (message.quality != null && $Object.hasOwnProperty.call(message, "quality") && message.quality !== 0)
                    writer.uint32(/* id 6, wireType 0 =*/48).int32(message.quality);
                if (message.simulated != null && $Object.hasOwnProperty.call(message, "simulated") && message.simulated !== false)
                    writer.uint32(/* id 7, wireType 0 =*/56).bool(message.simulated);
                if (message.position != null && $Object.hasOwnProperty.call(message, "position"))
                    $root.gridwarden.v1.Position.encode(message.position, writer.uint32(/* id 8, wireType 2 =*/66).fork(), _depth + 1).ldelim();
                if (message.measurement != null && $Object.hasOwnProperty.call(message, "measurement"))
                    $root.gridwarden.v1.Measurement.encode(message.measurement, writer.uint32(/* id 9, wireType 2 =*/74).fork(), _depth + 1).ldelim();
                if (message.happening != null && $Object.hasOwnProperty.call(message, "happening"))
                    $root.gridwarden.v1.Happening.encode(message.happening, writer.uint32(/* id 10, wireType 2 =*/82).fork(), _depth + 1).ldelim();
                if (message.presence != null && $Object.hasOwnProperty.call(message, "presence"))
                    $root.gridwarden.v1.Presence.encode(message.presence, writer.uint32(/* id 11, wireType 2 =*/90).fork(), _depth + 1).ldelim();
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes an Observation message from the specified reader or buffer.
             * @function decode
             * @memberof gridwarden.v1.Observation
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {gridwarden.v1.Observation & gridwarden.v1.Observation.$Shape} Observation
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            Observation.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.gridwarden.v1.Observation();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.deviceId = value;
                            else
                                delete message.deviceId;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 1)
                                break;
                            if (typeof (value = reader.fixed64()) === "object" ? value.low || value.high : value !== 0)
                                message.time = value;
                            else
                                delete message.time;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 1)
                                break;
                            if (typeof (value = reader.fixed64()) === "object" ? value.low || value.high : value !== 0)
                                message.deviceTime = value;
                            else
                                delete message.deviceTime;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 1)
                                break;
                            if (typeof (value = reader.fixed64()) === "object" ? value.low || value.high : value !== 0)
                                message.receivedAt = value;
                            else
                                delete message.receivedAt;
                            continue;
                        }
                    case 5: {
                            if (wireType !== 0)
                                break;
                            message.seq = reader.uint64();
                            message._seq = "seq";
                            continue;
                        }
                    case 6: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.int32())
                                message.quality = value;
                            else
                                delete message.quality;
                            continue;
                        }
                    case 7: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.bool())
                                message.simulated = value;
                            else
                                delete message.simulated;
                            continue;
                        }
                    case 8: {
                            if (wireType !== 2)
                                break;
                            message.position = $root.gridwarden.v1.Position.decode(reader, reader.size(), $undefined, _depth + 1, message.position);
                            continue;
                        }
                    case 9: {
                            if (wireType !== 2)
                                break;
                            message.measurement = $root.gridwarden.v1.Measurement.decode(reader, reader.size(), $undefined, _depth + 1, message.measurement);
                            message.kind = "measurement";
                            continue;
                        }
                    case 10: {
                            if (wireType !== 2)
                                break;
                            message.happening = $root.gridwarden.v1.Happening.decode(reader, reader.size(), $undefined, _depth + 1, message.happening);
                            message.kind = "happening";
                            continue;
                        }
                    case 11: {
                            if (wireType !== 2)
                                break;
                            message.presence = $root.gridwarden.v1.Presence.decode(reader, reader.size(), $undefined, _depth + 1, message.presence);
                            message.kind = "presence";
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            /**
             * Verifies an Observation message.
             * @function verify
             * @memberof gridwarden.v1.Observation
             * @static
             * @param {Object.<string,*>} message Plain object to verify
             * @returns {string|null} `null` if valid, otherwise the reason why it is not
             */
            Observation.verify = function (message, _depth) {
                if (typeof message !== "object" || message === null)
                    return "object expected";
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    return "max depth exceeded";
                let properties = {};
                if (message.deviceId != null && $Object.hasOwnProperty.call(message, "deviceId"))
                    if (!$util.isString(message.deviceId))
                        return "deviceId: string expected";
                if (message.time != null && $Object.hasOwnProperty.call(message, "time"))
                    if (!$util.isInteger(message.time) && !(message.time && $util.isInteger(message.time.low) && $util.isInteger(message.time.high)))
                        return "time: integer|Long expected";
                if (message.deviceTime != null && $Object.hasOwnProperty.call(message, "deviceTime"))
                    if (!$util.isInteger(message.deviceTime) && !(message.deviceTime && $util.isInteger(message.deviceTime.low) && $util.isInteger(message.deviceTime.high)))
                        return "deviceTime: integer|Long expected";
                if (message.receivedAt != null && $Object.hasOwnProperty.call(message, "receivedAt"))
                    if (!$util.isInteger(message.receivedAt) && !(message.receivedAt && $util.isInteger(message.receivedAt.low) && $util.isInteger(message.receivedAt.high)))
                        return "receivedAt: integer|Long expected";
                if (message.seq != null && $Object.hasOwnProperty.call(message, "seq")) {
                    properties._seq = 1;
                    if (!$util.isInteger(message.seq) && !(message.seq && $util.isInteger(message.seq.low) && $util.isInteger(message.seq.high)))
                        return "seq: integer|Long expected";
                }
                if (message.quality != null && $Object.hasOwnProperty.call(message, "quality"))
                    if (typeof message.quality !== "number" || (message.quality | 0) !== message.quality)
                        return "quality: enum value expected";
                if (message.simulated != null && $Object.hasOwnProperty.call(message, "simulated"))
                    if (typeof message.simulated !== "boolean")
                        return "simulated: boolean expected";
                if (message.position != null && $Object.hasOwnProperty.call(message, "position")) {
                    let error = $root.gridwarden.v1.Position.verify(message.position, _depth + 1);
                    if (error)
                        return "position." + error;
                }
                if (message.measurement != null && $Object.hasOwnProperty.call(message, "measurement")) {
                    properties.kind = 1;
                    {
                        let error = $root.gridwarden.v1.Measurement.verify(message.measurement, _depth + 1);
                        if (error)
                            return "measurement." + error;
                    }
                }
                if (message.happening != null && $Object.hasOwnProperty.call(message, "happening")) {
                    if (properties.kind === 1)
                        return "kind: multiple values";
                    properties.kind = 1;
                    {
                        let error = $root.gridwarden.v1.Happening.verify(message.happening, _depth + 1);
                        if (error)
                            return "happening." + error;
                    }
                }
                if (message.presence != null && $Object.hasOwnProperty.call(message, "presence")) {
                    if (properties.kind === 1)
                        return "kind: multiple values";
                    properties.kind = 1;
                    {
                        let error = $root.gridwarden.v1.Presence.verify(message.presence, _depth + 1);
                        if (error)
                            return "presence." + error;
                    }
                }
                return null;
            };

            /**
             * Creates an Observation message from a plain object. Also converts values to their respective internal types.
             * @function fromObject
             * @memberof gridwarden.v1.Observation
             * @static
             * @param {Object.<string,*>} object Plain object
             * @returns {gridwarden.v1.Observation} Observation
             */
            Observation.fromObject = function (object, _depth) {
                if (object instanceof $root.gridwarden.v1.Observation)
                    return object;
                if (!$util.isObject(object))
                    throw $TypeError(".gridwarden.v1.Observation: object expected");
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let message = new $root.gridwarden.v1.Observation();
                if (object.deviceId != null)
                    if (typeof object.deviceId !== "string" || object.deviceId.length)
                        message.deviceId = $String(object.deviceId);
                if (object.time != null)
                    if (typeof object.time === "object" ? object.time.low || object.time.high : $Number(object.time) !== 0)
                        if ($util.Long)
                            message.time = $util.Long.fromValue(object.time, true);
                        else if (typeof object.time === "string")
                            message.time = $parseInt(object.time, 10);
                        else if (typeof object.time === "number")
                            message.time = object.time;
                        else if (typeof object.time === "object")
                            message.time = new $util.LongBits(object.time.low >>> 0, object.time.high >>> 0).toNumber(true);
                if (object.deviceTime != null)
                    if (typeof object.deviceTime === "object" ? object.deviceTime.low || object.deviceTime.high : $Number(object.deviceTime) !== 0)
                        if ($util.Long)
                            message.deviceTime = $util.Long.fromValue(object.deviceTime, true);
                        else if (typeof object.deviceTime === "string")
                            message.deviceTime = $parseInt(object.deviceTime, 10);
                        else if (typeof object.deviceTime === "number")
                            message.deviceTime = object.deviceTime;
                        else if (typeof object.deviceTime === "object")
                            message.deviceTime = new $util.LongBits(object.deviceTime.low >>> 0, object.deviceTime.high >>> 0).toNumber(true);
                if (object.receivedAt != null)
                    if (typeof object.receivedAt === "object" ? object.receivedAt.low || object.receivedAt.high : $Number(object.receivedAt) !== 0)
                        if ($util.Long)
                            message.receivedAt = $util.Long.fromValue(object.receivedAt, true);
                        else if (typeof object.receivedAt === "string")
                            message.receivedAt = $parseInt(object.receivedAt, 10);
                        else if (typeof object.receivedAt === "number")
                            message.receivedAt = object.receivedAt;
                        else if (typeof object.receivedAt === "object")
                            message.receivedAt = new $util.LongBits(object.receivedAt.low >>> 0, object.receivedAt.high >>> 0).toNumber(true);
                if (object.seq != null)
                    if ($util.Long)
                        message.seq = $util.Long.fromValue(object.seq, true);
                    else if (typeof object.seq === "string")
                        message.seq = $parseInt(object.seq, 10);
                    else if (typeof object.seq === "number")
                        message.seq = object.seq;
                    else if (typeof object.seq === "object")
                        message.seq = new $util.LongBits(object.seq.low >>> 0, object.seq.high >>> 0).toNumber(true);
                if (object.quality !== 0 && (typeof object.quality !== "string" || $root.gridwarden.v1.Quality[object.quality] !== 0))
                    switch (object.quality) {
                    case "QUALITY_UNSPECIFIED":
                    case 0:
                        message.quality = 0;
                        break;
                    case "QUALITY_GOOD":
                    case 1:
                        message.quality = 1;
                        break;
                    case "QUALITY_SUSPECT":
                    case 2:
                        message.quality = 2;
                        break;
                    case "QUALITY_BAD":
                    case 3:
                        message.quality = 3;
                        break;
                    case "QUALITY_SIMULATED":
                    case 4:
                        message.quality = 4;
                        break;
                    case "QUALITY_CALIBRATION":
                    case 5:
                        message.quality = 5;
                        break;
                    default:
                        if (typeof object.quality === "number" && (object.quality | 0) === object.quality)
                            message.quality = object.quality;
                    }
                if (object.simulated != null)
                    if (object.simulated)
                        message.simulated = $Boolean(object.simulated);
                if (object.position != null) {
                    if (!$util.isObject(object.position))
                        throw $TypeError(".gridwarden.v1.Observation.position: object expected");
                    message.position = $root.gridwarden.v1.Position.fromObject(object.position, _depth + 1);
                }
                if (object.measurement != null) {
                    if (!$util.isObject(object.measurement))
                        throw $TypeError(".gridwarden.v1.Observation.measurement: object expected");
                    message.measurement = $root.gridwarden.v1.Measurement.fromObject(object.measurement, _depth + 1);
                }
                if (object.happening != null) {
                    if (!$util.isObject(object.happening))
                        throw $TypeError(".gridwarden.v1.Observation.happening: object expected");
                    message.happening = $root.gridwarden.v1.Happening.fromObject(object.happening, _depth + 1);
                }
                if (object.presence != null) {
                    if (!$util.isObject(object.presence))
                        throw $TypeError(".gridwarden.v1.Observation.presence: object expected");
                    message.presence = $root.gridwarden.v1.Presence.fromObject(object.presence, _depth + 1);
                }
                return message;
            };

            /**
             * Creates a plain object from an Observation message. Also converts values to other types if specified.
             * @function toObject
             * @memberof gridwarden.v1.Observation
             * @static
             * @param {gridwarden.v1.Observation} message Observation
             * @param {$protobuf.IConversionOptions} [options] Conversion options
             * @returns {Object.<string,*>} Plain object
             */
            Observation.toObject = function (message, options, _depth) {
                if (!options)
                    options = {};
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let object = {};
                if (options.defaults) {
                    object.deviceId = "";
                    if ($util.Long) {
                        let long = new $util.Long(0, 0, true);
                        object.time = options.longs === $String ? long.toString() : options.longs === $Number ? long.toNumber() : typeof $BigInt !== "undefined" && options.longs === $BigInt ? long.toBigInt() : long;
                    } else
                        object.time = options.longs === $String ? "0" : typeof $BigInt !== "undefined" && options.longs === $BigInt ? $BigInt("0") : 0;
                    if ($util.Long) {
                        let long = new $util.Long(0, 0, true);
                        object.deviceTime = options.longs === $String ? long.toString() : options.longs === $Number ? long.toNumber() : typeof $BigInt !== "undefined" && options.longs === $BigInt ? long.toBigInt() : long;
                    } else
                        object.deviceTime = options.longs === $String ? "0" : typeof $BigInt !== "undefined" && options.longs === $BigInt ? $BigInt("0") : 0;
                    if ($util.Long) {
                        let long = new $util.Long(0, 0, true);
                        object.receivedAt = options.longs === $String ? long.toString() : options.longs === $Number ? long.toNumber() : typeof $BigInt !== "undefined" && options.longs === $BigInt ? long.toBigInt() : long;
                    } else
                        object.receivedAt = options.longs === $String ? "0" : typeof $BigInt !== "undefined" && options.longs === $BigInt ? $BigInt("0") : 0;
                    object.quality = options.enums === $String ? "QUALITY_UNSPECIFIED" : 0;
                    object.simulated = false;
                    object.position = null;
                }
                if (message.deviceId != null && $Object.hasOwnProperty.call(message, "deviceId"))
                    object.deviceId = message.deviceId;
                if (message.time != null && $Object.hasOwnProperty.call(message, "time"))
                    if (typeof $BigInt !== "undefined" && options.longs === $BigInt)
                        object.time = typeof message.time === "number" ? $BigInt(message.time) : $util.Long.fromBits(message.time.low >>> 0, message.time.high >>> 0, true).toBigInt();
                    else if (typeof message.time === "number")
                        object.time = options.longs === $String ? $String(message.time) : message.time;
                    else
                        object.time = options.longs === $String ? $util.Long.prototype.toString.call(message.time) : options.longs === $Number ? new $util.LongBits(message.time.low >>> 0, message.time.high >>> 0).toNumber(true) : message.time;
                if (message.deviceTime != null && $Object.hasOwnProperty.call(message, "deviceTime"))
                    if (typeof $BigInt !== "undefined" && options.longs === $BigInt)
                        object.deviceTime = typeof message.deviceTime === "number" ? $BigInt(message.deviceTime) : $util.Long.fromBits(message.deviceTime.low >>> 0, message.deviceTime.high >>> 0, true).toBigInt();
                    else if (typeof message.deviceTime === "number")
                        object.deviceTime = options.longs === $String ? $String(message.deviceTime) : message.deviceTime;
                    else
                        object.deviceTime = options.longs === $String ? $util.Long.prototype.toString.call(message.deviceTime) : options.longs === $Number ? new $util.LongBits(message.deviceTime.low >>> 0, message.deviceTime.high >>> 0).toNumber(true) : message.deviceTime;
                if (message.receivedAt != null && $Object.hasOwnProperty.call(message, "receivedAt"))
                    if (typeof $BigInt !== "undefined" && options.longs === $BigInt)
                        object.receivedAt = typeof message.receivedAt === "number" ? $BigInt(message.receivedAt) : $util.Long.fromBits(message.receivedAt.low >>> 0, message.receivedAt.high >>> 0, true).toBigInt();
                    else if (typeof message.receivedAt === "number")
                        object.receivedAt = options.longs === $String ? $String(message.receivedAt) : message.receivedAt;
                    else
                        object.receivedAt = options.longs === $String ? $util.Long.prototype.toString.call(message.receivedAt) : options.longs === $Number ? new $util.LongBits(message.receivedAt.low >>> 0, message.receivedAt.high >>> 0).toNumber(true) : message.receivedAt;
                if (message.seq != null && $Object.hasOwnProperty.call(message, "seq"))
                    if (typeof $BigInt !== "undefined" && options.longs === $BigInt)
                        object.seq = typeof message.seq === "number" ? $BigInt(message.seq) : $util.Long.fromBits(message.seq.low >>> 0, message.seq.high >>> 0, true).toBigInt();
                    else if (typeof message.seq === "number")
                        object.seq = options.longs === $String ? $String(message.seq) : message.seq;
                    else
                        object.seq = options.longs === $String ? $util.Long.prototype.toString.call(message.seq) : options.longs === $Number ? new $util.LongBits(message.seq.low >>> 0, message.seq.high >>> 0).toNumber(true) : message.seq;
                if (message.quality != null && $Object.hasOwnProperty.call(message, "quality"))
                    object.quality = options.enums === $String ? $root.gridwarden.v1.Quality[message.quality] === $undefined ? message.quality : $root.gridwarden.v1.Quality[message.quality] : message.quality;
                if (message.simulated != null && $Object.hasOwnProperty.call(message, "simulated"))
                    object.simulated = message.simulated;
                if (message.position != null && $Object.hasOwnProperty.call(message, "position"))
                    object.position = $root.gridwarden.v1.Position.toObject(message.position, options, _depth + 1);
                if (message.measurement != null && $Object.hasOwnProperty.call(message, "measurement")) {
                    object.measurement = $root.gridwarden.v1.Measurement.toObject(message.measurement, options, _depth + 1);
                    if (options.oneofs)
                        object.kind = "measurement";
                }
                if (message.happening != null && $Object.hasOwnProperty.call(message, "happening")) {
                    object.happening = $root.gridwarden.v1.Happening.toObject(message.happening, options, _depth + 1);
                    if (options.oneofs)
                        object.kind = "happening";
                }
                if (message.presence != null && $Object.hasOwnProperty.call(message, "presence")) {
                    object.presence = $root.gridwarden.v1.Presence.toObject(message.presence, options, _depth + 1);
                    if (options.oneofs)
                        object.kind = "presence";
                }
                return object;
            };

            /**
             * Converts this Observation to JSON.
             * @function toJSON
             * @memberof gridwarden.v1.Observation
             * @instance
             * @returns {Object.<string,*>} JSON object
             */
            Observation.prototype.toJSON = function() {
                return Observation.toObject(this, $protobuf.util.toJSONOptions);
            };

            /**
             * Gets the type url for Observation
             * @function getTypeUrl
             * @memberof gridwarden.v1.Observation
             * @static
             * @param {string} [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns {string} The type url
             */
            Observation.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/gridwarden.v1.Observation";
            };

            return Observation;
        })();

        v1.Measurement = (function() {

            /**
             * Properties of a Measurement.
             * @typedef {Object} gridwarden.v1.Measurement.$Properties
             * @property {string|null} [channel] Measurement channel
             * @property {gridwarden.v1.ChannelValue.$Properties|null} [value] Measurement value
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a Measurement.
             * @memberof gridwarden.v1
             * @interface IMeasurement
             * @augments gridwarden.v1.Measurement.$Properties
             * @deprecated Use gridwarden.v1.Measurement.$Properties instead.
             */

            /**
             * Shape of a Measurement.
             * @typedef {{
             *   channel?: string|null;
             *   value?: gridwarden.v1.ChannelValue.$Shape|null;
             *   $unknowns?: Array.<Uint8Array>;
             * }} gridwarden.v1.Measurement.$Shape
             */

            /**
             * Constructs a new Measurement.
             * @memberof gridwarden.v1
             * @classdesc Represents a Measurement.
             * @constructor
             * @param {gridwarden.v1.Measurement.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const Measurement = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * Measurement channel.
             * @member {string} channel
             * @memberof gridwarden.v1.Measurement
             * @instance
             */
            Measurement.prototype.channel = "";

            /**
             * Measurement value.
             * @member {gridwarden.v1.ChannelValue.$Properties|null|undefined} value
             * @memberof gridwarden.v1.Measurement
             * @instance
             */
            Measurement.prototype.value = null;

            /**
             * Creates a new Measurement instance using the specified properties.
             * @function create
             * @memberof gridwarden.v1.Measurement
             * @static
             * @param {gridwarden.v1.Measurement.$Properties=} [properties] Properties to set
             * @returns {gridwarden.v1.Measurement} Measurement instance
             * @type {{
             *   (properties: gridwarden.v1.Measurement.$Shape): gridwarden.v1.Measurement & gridwarden.v1.Measurement.$Shape;
             *   (properties?: gridwarden.v1.Measurement.$Properties): gridwarden.v1.Measurement;
             * }}
             */
            Measurement.create = function(properties) {
                return new Measurement(properties);
            };

            /**
             * Encodes the specified Measurement message. Does not implicitly {@link gridwarden.v1.Measurement.verify|verify} messages.
             * @function encode
             * @memberof gridwarden.v1.Measurement
             * @static
             * @param {gridwarden.v1.Measurement.$Properties} message Measurement message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            Measurement.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.channel != null && $Object.hasOwnProperty.call(message, "channel") && message.channel !== "")
                    writer.uint32(/* id 1, wireType 2 =*/10).string(message.channel);
                if (message.value != null && $Object.hasOwnProperty.call(message, "value"))
                    $root.gridwarden.v1.ChannelValue.encode(message.value, writer.uint32(/* id 2, wireType 2 =*/18).fork(), _depth + 1).ldelim();
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a Measurement message from the specified reader or buffer.
             * @function decode
             * @memberof gridwarden.v1.Measurement
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {gridwarden.v1.Measurement & gridwarden.v1.Measurement.$Shape} Measurement
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            Measurement.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.gridwarden.v1.Measurement();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.channel = value;
                            else
                                delete message.channel;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            message.value = $root.gridwarden.v1.ChannelValue.decode(reader, reader.size(), $undefined, _depth + 1, message.value);
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            /**
             * Verifies a Measurement message.
             * @function verify
             * @memberof gridwarden.v1.Measurement
             * @static
             * @param {Object.<string,*>} message Plain object to verify
             * @returns {string|null} `null` if valid, otherwise the reason why it is not
             */
            Measurement.verify = function (message, _depth) {
                if (typeof message !== "object" || message === null)
                    return "object expected";
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    return "max depth exceeded";
                if (message.channel != null && $Object.hasOwnProperty.call(message, "channel"))
                    if (!$util.isString(message.channel))
                        return "channel: string expected";
                if (message.value != null && $Object.hasOwnProperty.call(message, "value")) {
                    let error = $root.gridwarden.v1.ChannelValue.verify(message.value, _depth + 1);
                    if (error)
                        return "value." + error;
                }
                return null;
            };

            /**
             * Creates a Measurement message from a plain object. Also converts values to their respective internal types.
             * @function fromObject
             * @memberof gridwarden.v1.Measurement
             * @static
             * @param {Object.<string,*>} object Plain object
             * @returns {gridwarden.v1.Measurement} Measurement
             */
            Measurement.fromObject = function (object, _depth) {
                if (object instanceof $root.gridwarden.v1.Measurement)
                    return object;
                if (!$util.isObject(object))
                    throw $TypeError(".gridwarden.v1.Measurement: object expected");
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let message = new $root.gridwarden.v1.Measurement();
                if (object.channel != null)
                    if (typeof object.channel !== "string" || object.channel.length)
                        message.channel = $String(object.channel);
                if (object.value != null) {
                    if (!$util.isObject(object.value))
                        throw $TypeError(".gridwarden.v1.Measurement.value: object expected");
                    message.value = $root.gridwarden.v1.ChannelValue.fromObject(object.value, _depth + 1);
                }
                return message;
            };

            /**
             * Creates a plain object from a Measurement message. Also converts values to other types if specified.
             * @function toObject
             * @memberof gridwarden.v1.Measurement
             * @static
             * @param {gridwarden.v1.Measurement} message Measurement
             * @param {$protobuf.IConversionOptions} [options] Conversion options
             * @returns {Object.<string,*>} Plain object
             */
            Measurement.toObject = function (message, options, _depth) {
                if (!options)
                    options = {};
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let object = {};
                if (options.defaults) {
                    object.channel = "";
                    object.value = null;
                }
                if (message.channel != null && $Object.hasOwnProperty.call(message, "channel"))
                    object.channel = message.channel;
                if (message.value != null && $Object.hasOwnProperty.call(message, "value"))
                    object.value = $root.gridwarden.v1.ChannelValue.toObject(message.value, options, _depth + 1);
                return object;
            };

            /**
             * Converts this Measurement to JSON.
             * @function toJSON
             * @memberof gridwarden.v1.Measurement
             * @instance
             * @returns {Object.<string,*>} JSON object
             */
            Measurement.prototype.toJSON = function() {
                return Measurement.toObject(this, $protobuf.util.toJSONOptions);
            };

            /**
             * Gets the type url for Measurement
             * @function getTypeUrl
             * @memberof gridwarden.v1.Measurement
             * @static
             * @param {string} [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns {string} The type url
             */
            Measurement.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/gridwarden.v1.Measurement";
            };

            return Measurement;
        })();

        v1.Happening = (function() {

            /**
             * Properties of a Happening.
             * @typedef {Object} gridwarden.v1.Happening.$Properties
             * @property {string|null} [code] Happening code
             * @property {boolean|null} [active] Happening active
             * @property {boolean|null} [stateful] Happening stateful
             * @property {string|null} [source] Happening source
             * @property {string|null} [key] Happening key
             * @property {boolean|null} [baseline] Happening baseline
             * @property {Object.<string,gridwarden.v1.ChannelValue.$Properties>|null} [data] Happening data
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a Happening.
             * @memberof gridwarden.v1
             * @interface IHappening
             * @augments gridwarden.v1.Happening.$Properties
             * @deprecated Use gridwarden.v1.Happening.$Properties instead.
             */

            /**
             * Shape of a Happening.
             * @typedef {{
             *   code?: string|null;
             *   active?: boolean|null;
             *   stateful?: boolean|null;
             *   source?: string|null;
             *   key?: string|null;
             *   baseline?: boolean|null;
             *   data?: Object.<string,gridwarden.v1.ChannelValue.$Shape>|null;
             *   $unknowns?: Array.<Uint8Array>;
             * }} gridwarden.v1.Happening.$Shape
             */

            /**
             * Constructs a new Happening.
             * @memberof gridwarden.v1
             * @classdesc Represents a Happening.
             * @constructor
             * @param {gridwarden.v1.Happening.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const Happening = function (properties) {
                this.data = {};
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * Happening code.
             * @member {string} code
             * @memberof gridwarden.v1.Happening
             * @instance
             */
            Happening.prototype.code = "";

            /**
             * Happening active.
             * @member {boolean} active
             * @memberof gridwarden.v1.Happening
             * @instance
             */
            Happening.prototype.active = false;

            /**
             * Happening stateful.
             * @member {boolean} stateful
             * @memberof gridwarden.v1.Happening
             * @instance
             */
            Happening.prototype.stateful = false;

            /**
             * Happening source.
             * @member {string} source
             * @memberof gridwarden.v1.Happening
             * @instance
             */
            Happening.prototype.source = "";

            /**
             * Happening key.
             * @member {string} key
             * @memberof gridwarden.v1.Happening
             * @instance
             */
            Happening.prototype.key = "";

            /**
             * Happening baseline.
             * @member {boolean} baseline
             * @memberof gridwarden.v1.Happening
             * @instance
             */
            Happening.prototype.baseline = false;

            /**
             * Happening data.
             * @member {Object.<string,gridwarden.v1.ChannelValue.$Properties>} data
             * @memberof gridwarden.v1.Happening
             * @instance
             */
            Happening.prototype.data = $util.emptyObject;

            /**
             * Creates a new Happening instance using the specified properties.
             * @function create
             * @memberof gridwarden.v1.Happening
             * @static
             * @param {gridwarden.v1.Happening.$Properties=} [properties] Properties to set
             * @returns {gridwarden.v1.Happening} Happening instance
             * @type {{
             *   (properties: gridwarden.v1.Happening.$Shape): gridwarden.v1.Happening & gridwarden.v1.Happening.$Shape;
             *   (properties?: gridwarden.v1.Happening.$Properties): gridwarden.v1.Happening;
             * }}
             */
            Happening.create = function(properties) {
                return new Happening(properties);
            };

            /**
             * Encodes the specified Happening message. Does not implicitly {@link gridwarden.v1.Happening.verify|verify} messages.
             * @function encode
             * @memberof gridwarden.v1.Happening
             * @static
             * @param {gridwarden.v1.Happening.$Properties} message Happening message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            Happening.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.code != null && $Object.hasOwnProperty.call(message, "code") && message.code !== "")
                    writer.uint32(/* id 1, wireType 2 =*/10).string(message.code);
                if (message.active != null && $Object.hasOwnProperty.call(message, "active") && message.active !== false)
                    writer.uint32(/* id 2, wireType 0 =*/16).bool(message.active);
                if (message.stateful != null && $Object.hasOwnProperty.call(message, "stateful") && message.stateful !== false)
                    writer.uint32(/* id 3, wireType 0 =*/24).bool(message.stateful);
                if (message.source != null && $Object.hasOwnProperty.call(message, "source") && message.source !== "")
                    writer.uint32(/* id 4, wireType 2 =*/34).string(message.source);
                if (message.key != null && $Object.hasOwnProperty.call(message, "key") && message.key !== "")
                    writer.uint32(/* id 5, wireType 2 =*/42).string(message.key);
                if (message.baseline != null && $Object.hasOwnProperty.call(message, "baseline") && message.baseline !== false)
                    writer.uint32(/* id 6, wireType 0 =*/48).bool(message.baseline);
                if (message.data != null && $Object.hasOwnProperty.call(message, "data"))
                    for (let keys = $Object.keys(message.data), i = 0; i < keys.length; ++i) {
                        writer.uint32(/* id 7, wireType 2 =*/58).fork().uint32(/* id 1, wireType 2 =*/10).string(keys[i]);
                        $root.gridwarden.v1.ChannelValue.encode(message.data[keys[i]], writer.uint32(/* id 2, wireType 2 =*/18).fork(), _depth + 1).ldelim().ldelim();
                    }
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a Happening message from the specified reader or buffer.
             * @function decode
             * @memberof gridwarden.v1.Happening
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {gridwarden.v1.Happening & gridwarden.v1.Happening.$Shape} Happening
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            Happening.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, key, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.gridwarden.v1.Happening();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.code = value;
                            else
                                delete message.code;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.bool())
                                message.active = value;
                            else
                                delete message.active;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.bool())
                                message.stateful = value;
                            else
                                delete message.stateful;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.source = value;
                            else
                                delete message.source;
                            continue;
                        }
                    case 5: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.key = value;
                            else
                                delete message.key;
                            continue;
                        }
                    case 6: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.bool())
                                message.baseline = value;
                            else
                                delete message.baseline;
                            continue;
                        }
                    case 7: {
                            if (wireType !== 2)
                                break;
                            if (message.data === $util.emptyObject)
                                message.data = {};
                            let end2 = reader.size() + reader.pos;
                            if (end2 > reader.len)
                                throw $RangeError("index out of range");
                            reader.len = end2;
                            key = "";
                            value = null;
                            while (reader.pos < end2) {
                                let tag2 = reader.tag();
                                wireType = tag2 & 7;
                                switch (tag2 >>>= 3) {
                                case 1:
                                    if (wireType !== 2)
                                        break;
                                    key = reader.stringVerify();
                                    continue;
                                case 2:
                                    if (wireType !== 2)
                                        break;
                                    value = $root.gridwarden.v1.ChannelValue.decode(reader, reader.size(), $undefined, _depth + 1, value);
                                    continue;
                                }
                                reader.skipType(wireType, _depth, tag2);
                            }
                            if (reader.pos !== end2)
                                throw $RangeError("index out of range");
                            reader.len = end;
                            if (key === "__proto__")
                                $util.makeProp(message.data, key);
                            message.data[key] = value || new $root.gridwarden.v1.ChannelValue();
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            /**
             * Verifies a Happening message.
             * @function verify
             * @memberof gridwarden.v1.Happening
             * @static
             * @param {Object.<string,*>} message Plain object to verify
             * @returns {string|null} `null` if valid, otherwise the reason why it is not
             */
            Happening.verify = function (message, _depth) {
                if (typeof message !== "object" || message === null)
                    return "object expected";
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    return "max depth exceeded";
                if (message.code != null && $Object.hasOwnProperty.call(message, "code"))
                    if (!$util.isString(message.code))
                        return "code: string expected";
                if (message.active != null && $Object.hasOwnProperty.call(message, "active"))
                    if (typeof message.active !== "boolean")
                        return "active: boolean expected";
                if (message.stateful != null && $Object.hasOwnProperty.call(message, "stateful"))
                    if (typeof message.stateful !== "boolean")
                        return "stateful: boolean expected";
                if (message.source != null && $Object.hasOwnProperty.call(message, "source"))
                    if (!$util.isString(message.source))
                        return "source: string expected";
                if (message.key != null && $Object.hasOwnProperty.call(message, "key"))
                    if (!$util.isString(message.key))
                        return "key: string expected";
                if (message.baseline != null && $Object.hasOwnProperty.call(message, "baseline"))
                    if (typeof message.baseline !== "boolean")
                        return "baseline: boolean expected";
                if (message.data != null && $Object.hasOwnProperty.call(message, "data")) {
                    if (!$util.isObject(message.data))
                        return "data: object expected";
                    let key = $Object.keys(message.data);
                    for (let i = 0; i < key.length; ++i) {
                        let error = $root.gridwarden.v1.ChannelValue.verify(message.data[key[i]], _depth + 1);
                        if (error)
                            return "data." + error;
                    }
                }
                return null;
            };

            /**
             * Creates a Happening message from a plain object. Also converts values to their respective internal types.
             * @function fromObject
             * @memberof gridwarden.v1.Happening
             * @static
             * @param {Object.<string,*>} object Plain object
             * @returns {gridwarden.v1.Happening} Happening
             */
            Happening.fromObject = function (object, _depth) {
                if (object instanceof $root.gridwarden.v1.Happening)
                    return object;
                if (!$util.isObject(object))
                    throw $TypeError(".gridwarden.v1.Happening: object expected");
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let message = new $root.gridwarden.v1.Happening();
                if (object.code != null)
                    if (typeof object.code !== "string" || object.code.length)
                        message.code = $String(object.code);
                if (object.active != null)
                    if (object.active)
                        message.active = $Boolean(object.active);
                if (object.stateful != null)
                    if (object.stateful)
                        message.stateful = $Boolean(object.stateful);
                if (object.source != null)
                    if (typeof object.source !== "string" || object.source.length)
                        message.source = $String(object.source);
                if (object.key != null)
                    if (typeof object.key !== "string" || object.key.length)
                        message.key = $String(object.key);
                if (object.baseline != null)
                    if (object.baseline)
                        message.baseline = $Boolean(object.baseline);
                if (object.data) {
                    if (!$util.isObject(object.data))
                        throw $TypeError(".gridwarden.v1.Happening.data: object expected");
                    message.data = {};
                    for (let keys = $Object.keys(object.data), i = 0; i < keys.length; ++i) {
                        if (keys[i] === "__proto__")
                            $util.makeProp(message.data, keys[i]);
                        if (!$util.isObject(object.data[keys[i]]))
                            throw $TypeError(".gridwarden.v1.Happening.data: object expected");
                        message.data[keys[i]] = $root.gridwarden.v1.ChannelValue.fromObject(object.data[keys[i]], _depth + 1);
                    }
                }
                return message;
            };

            /**
             * Creates a plain object from a Happening message. Also converts values to other types if specified.
             * @function toObject
             * @memberof gridwarden.v1.Happening
             * @static
             * @param {gridwarden.v1.Happening} message Happening
             * @param {$protobuf.IConversionOptions} [options] Conversion options
             * @returns {Object.<string,*>} Plain object
             */
            Happening.toObject = function (message, options, _depth) {
                if (!options)
                    options = {};
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let object = {};
                if (options.objects || options.defaults)
                    object.data = {};
                if (options.defaults) {
                    object.code = "";
                    object.active = false;
                    object.stateful = false;
                    object.source = "";
                    object.key = "";
                    object.baseline = false;
                }
                if (message.code != null && $Object.hasOwnProperty.call(message, "code"))
                    object.code = message.code;
                if (message.active != null && $Object.hasOwnProperty.call(message, "active"))
                    object.active = message.active;
                if (message.stateful != null && $Object.hasOwnProperty.call(message, "stateful"))
                    object.stateful = message.stateful;
                if (message.source != null && $Object.hasOwnProperty.call(message, "source"))
                    object.source = message.source;
                if (message.key != null && $Object.hasOwnProperty.call(message, "key"))
                    object.key = message.key;
                if (message.baseline != null && $Object.hasOwnProperty.call(message, "baseline"))
                    object.baseline = message.baseline;
                let keys2;
                if (message.data && (keys2 = $Object.keys(message.data)).length) {
                    object.data = {};
                    for (let j = 0; j < keys2.length; ++j) {
                        if (keys2[j] === "__proto__")
                            $util.makeProp(object.data, keys2[j]);
                        object.data[keys2[j]] = $root.gridwarden.v1.ChannelValue.toObject(message.data[keys2[j]], options, _depth + 1);
                    }
                }
                return object;
            };

            /**
             * Converts this Happening to JSON.
             * @function toJSON
             * @memberof gridwarden.v1.Happening
             * @instance
             * @returns {Object.<string,*>} JSON object
             */
            Happening.prototype.toJSON = function() {
                return Happening.toObject(this, $protobuf.util.toJSONOptions);
            };

            /**
             * Gets the type url for Happening
             * @function getTypeUrl
             * @memberof gridwarden.v1.Happening
             * @static
             * @param {string} [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns {string} The type url
             */
            Happening.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/gridwarden.v1.Happening";
            };

            return Happening;
        })();

        v1.Presence = (function() {

            /**
             * Properties of a Presence.
             * @typedef {Object} gridwarden.v1.Presence.$Properties
             * @property {boolean|null} [online] Presence online
             * @property {string|null} [firmware] Presence firmware
             * @property {string|null} [profile] Presence profile
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a Presence.
             * @memberof gridwarden.v1
             * @interface IPresence
             * @augments gridwarden.v1.Presence.$Properties
             * @deprecated Use gridwarden.v1.Presence.$Properties instead.
             */

            /**
             * Shape of a Presence.
             * @typedef {gridwarden.v1.Presence.$Properties} gridwarden.v1.Presence.$Shape
             */

            /**
             * Constructs a new Presence.
             * @memberof gridwarden.v1
             * @classdesc Represents a Presence.
             * @constructor
             * @param {gridwarden.v1.Presence.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const Presence = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * Presence online.
             * @member {boolean} online
             * @memberof gridwarden.v1.Presence
             * @instance
             */
            Presence.prototype.online = false;

            /**
             * Presence firmware.
             * @member {string} firmware
             * @memberof gridwarden.v1.Presence
             * @instance
             */
            Presence.prototype.firmware = "";

            /**
             * Presence profile.
             * @member {string} profile
             * @memberof gridwarden.v1.Presence
             * @instance
             */
            Presence.prototype.profile = "";

            /**
             * Creates a new Presence instance using the specified properties.
             * @function create
             * @memberof gridwarden.v1.Presence
             * @static
             * @param {gridwarden.v1.Presence.$Properties=} [properties] Properties to set
             * @returns {gridwarden.v1.Presence} Presence instance
             * @type {{
             *   (properties: gridwarden.v1.Presence.$Shape): gridwarden.v1.Presence & gridwarden.v1.Presence.$Shape;
             *   (properties?: gridwarden.v1.Presence.$Properties): gridwarden.v1.Presence;
             * }}
             */
            Presence.create = function(properties) {
                return new Presence(properties);
            };

            /**
             * Encodes the specified Presence message. Does not implicitly {@link gridwarden.v1.Presence.verify|verify} messages.
             * @function encode
             * @memberof gridwarden.v1.Presence
             * @static
             * @param {gridwarden.v1.Presence.$Properties} message Presence message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            Presence.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.online != null && $Object.hasOwnProperty.call(message, "online") && message.online !== false)
                    writer.uint32(/* id 1, wireType 0 =*/8).bool(message.online);
                if (message.firmware != null && $Object.hasOwnProperty.call(message, "firmware") && message.firmware !== "")
                    writer.uint32(/* id 2, wireType 2 =*/18).string(message.firmware);
                if (message.profile != null && $Object.hasOwnProperty.call(message, "profile") && message.profile !== "")
                    writer.uint32(/* id 3, wireType 2 =*/26).string(message.profile);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a Presence message from the specified reader or buffer.
             * @function decode
             * @memberof gridwarden.v1.Presence
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {gridwarden.v1.Presence & gridwarden.v1.Presence.$Shape} Presence
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            Presence.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.gridwarden.v1.Presence();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.bool())
                                message.online = value;
                            else
                                delete message.online;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.firmware = value;
                            else
                                delete message.firmware;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.profile = value;
                            else
                                delete message.profile;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            /**
             * Verifies a Presence message.
             * @function verify
             * @memberof gridwarden.v1.Presence
             * @static
             * @param {Object.<string,*>} message Plain object to verify
             * @returns {string|null} `null` if valid, otherwise the reason why it is not
             */
            Presence.verify = function (message, _depth) {
                if (typeof message !== "object" || message === null)
                    return "object expected";
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    return "max depth exceeded";
                if (message.online != null && $Object.hasOwnProperty.call(message, "online"))
                    if (typeof message.online !== "boolean")
                        return "online: boolean expected";
                if (message.firmware != null && $Object.hasOwnProperty.call(message, "firmware"))
                    if (!$util.isString(message.firmware))
                        return "firmware: string expected";
                if (message.profile != null && $Object.hasOwnProperty.call(message, "profile"))
                    if (!$util.isString(message.profile))
                        return "profile: string expected";
                return null;
            };

            /**
             * Creates a Presence message from a plain object. Also converts values to their respective internal types.
             * @function fromObject
             * @memberof gridwarden.v1.Presence
             * @static
             * @param {Object.<string,*>} object Plain object
             * @returns {gridwarden.v1.Presence} Presence
             */
            Presence.fromObject = function (object, _depth) {
                if (object instanceof $root.gridwarden.v1.Presence)
                    return object;
                if (!$util.isObject(object))
                    throw $TypeError(".gridwarden.v1.Presence: object expected");
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let message = new $root.gridwarden.v1.Presence();
                if (object.online != null)
                    if (object.online)
                        message.online = $Boolean(object.online);
                if (object.firmware != null)
                    if (typeof object.firmware !== "string" || object.firmware.length)
                        message.firmware = $String(object.firmware);
                if (object.profile != null)
                    if (typeof object.profile !== "string" || object.profile.length)
                        message.profile = $String(object.profile);
                return message;
            };

            /**
             * Creates a plain object from a Presence message. Also converts values to other types if specified.
             * @function toObject
             * @memberof gridwarden.v1.Presence
             * @static
             * @param {gridwarden.v1.Presence} message Presence
             * @param {$protobuf.IConversionOptions} [options] Conversion options
             * @returns {Object.<string,*>} Plain object
             */
            Presence.toObject = function (message, options, _depth) {
                if (!options)
                    options = {};
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let object = {};
                if (options.defaults) {
                    object.online = false;
                    object.firmware = "";
                    object.profile = "";
                }
                if (message.online != null && $Object.hasOwnProperty.call(message, "online"))
                    object.online = message.online;
                if (message.firmware != null && $Object.hasOwnProperty.call(message, "firmware"))
                    object.firmware = message.firmware;
                if (message.profile != null && $Object.hasOwnProperty.call(message, "profile"))
                    object.profile = message.profile;
                return object;
            };

            /**
             * Converts this Presence to JSON.
             * @function toJSON
             * @memberof gridwarden.v1.Presence
             * @instance
             * @returns {Object.<string,*>} JSON object
             */
            Presence.prototype.toJSON = function() {
                return Presence.toObject(this, $protobuf.util.toJSONOptions);
            };

            /**
             * Gets the type url for Presence
             * @function getTypeUrl
             * @memberof gridwarden.v1.Presence
             * @static
             * @param {string} [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns {string} The type url
             */
            Presence.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/gridwarden.v1.Presence";
            };

            return Presence;
        })();

        return v1;
    })();

    return gridwarden;
})();

export {
  $root as default
};
